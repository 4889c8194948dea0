"""What the states of cells and the distances of definitions mean, in words."""

from collections.abc import Mapping
from typing import NamedTuple

from api.model.coverage import Distance, State
from api.model.text import Text


class Words(NamedTuple):
    """A label, and what it means."""

    label: Text
    meaning: Text


STATE_WORDS: Mapping[State, Words] = {
    "published": Words(
        {"en": "Published", "vi": "Đã công bố"},
        {
            "en": "The table has a figure of Viet Nam for the year.",
            "vi": "Bảng có số liệu của Việt Nam cho năm đó.",
        },
    ),
    "withheld": Words(
        {"en": "Withheld", "vi": "Không công bố vì bảo mật"},
        {
            "en": "The figure exists and is kept confidential.",
            "vi": "Có số liệu nhưng được giữ kín để bảo mật.",
        },
    ),
    "mirror figure only": Words(
        {"en": "Mirror figure only", "vi": "Chỉ có số liệu từ nơi khác"},
        {
            "en": "Only a figure held elsewhere exists: an estimate, or what others count.",
            "vi": "Chỉ có số liệu do nơi khác giữ: ước tính hoặc số do nước khác đếm.",
        },
    ),
    "collected with another definition": Words(
        {"en": "Collected with another definition", "vi": "Thu thập theo định nghĩa khác"},
        {
            "en": "A figure is collected, but counts something else than is asked for: another "
            "population, another period, another classification.",
            "vi": "Có thu thập nhưng đếm đối tượng, kỳ hoặc phân loại khác với bảng hỏi.",
        },
    ),
    "late": Words(
        {"en": "Late", "vi": "Chậm"},
        {
            "en": "An office collects it on this definition; the day it was due is past and it has "
            "not reached this service.",
            "vi": "Có cơ quan thu thập theo đúng định nghĩa; đã quá hạn mà chưa nhận được.",
        },
    ),
    "not collected": Words(
        {"en": "Not collected", "vi": "Không thu thập"},
        {
            "en": "No office collects it, as far as the documents in hand tell.",
            "vi": "Theo các tài liệu hiện có, chưa có cơ quan nào thu thập.",
        },
    ),
    "not applicable": Words(
        {"en": "Not applicable", "vi": "Không áp dụng"},
        {
            "en": "There is nothing to report: it is not due yet, or nothing is left for it.",
            "vi": "Không có gì để báo cáo: chưa đến hạn, hoặc không còn phần nào để ghi.",
        },
    ),
}

DISTANCE_WORDS: Mapping[Distance, Text] = {
    "exact": {"en": "As the table defines it", "vi": "Đúng định nghĩa của bảng"},
    "narrower": {"en": "Narrower than the table asks", "vi": "Hẹp hơn định nghĩa của bảng"},
    "broader": {"en": "Broader than the table asks", "vi": "Rộng hơn định nghĩa của bảng"},
    "other population": {"en": "Another population", "vi": "Đối tượng khác"},
    "other period": {"en": "Another period", "vi": "Kỳ khác"},
    "not stated": {"en": "Definition not stated", "vi": "Không nêu định nghĩa"},
}

#: A box for all countries that are named.
BY_NAME_WORDS: Text = {"en": "Countries by name", "vi": "Các nước nêu tên"}
