"""The view as code: "copy as" for the tools people use. A test runs what can be run."""

import json
from dataclasses import dataclass

from api.model.structure import Structure
from api.web.pages.addresses import in_format


@dataclass(frozen=True, slots=True)
class Snippet:
    """Code that gets exactly the view shown."""

    id: str
    name: str
    code: str


def snippets(structure: Structure, address: str) -> list[Snippet]:
    """Snippets for the address of a data query."""
    csv = in_format(address, "csv")
    json_stat = in_format(address, "json-stat")
    quoted = json.dumps(csv)
    ref = structure.dataflow.ref
    return [
        Snippet("curl", "curl", f'curl --fail --location --output {ref.id}.csv "{csv}"'),
        Snippet(
            "pandas",
            "Python (pandas)",
            "import pandas as pd\n\n"
            f"data = pd.read_csv({quoted}, dtype={{'TIME_PERIOD': str}})\n"
            "data['PERSONS'] = (data['OBS_VALUE'] * 10 ** data['UNIT_MULT']).round()",
        ),
        Snippet(
            "r",
            "R",
            f'data <- read.csv({quoted}, encoding = "UTF-8",\n'
            '                 colClasses = c(TIME_PERIOD = "character"))\n'
            "data$PERSONS <- round(data$OBS_VALUE * 10^data$UNIT_MULT)",
        ),
        Snippet(
            "javascript",
            "JavaScript",
            f"const answer = await fetch({json.dumps(json_stat)});\n"
            "if (!answer.ok) throw new Error(await answer.text());\n"
            "const data = await answer.json();  // JSON-stat 2.0\n"
            "console.log(data.label, data.id, data.size);",
        ),
        Snippet("powerquery", "Excel (Power Query)", _power_query(csv)),
        Snippet("sdmx", "SDMX REST", address),
    ]


def _power_query(address: str) -> str:
    """A query in the M language; a quotation mark in its text is doubled."""
    text = address.replace('"', '""')
    return (
        "let\n"
        f'    Source = Csv.Document(Web.Contents("{text}"),\n'
        '        [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),\n'
        "    Headed = Table.PromoteHeaders(Source, [PromoteAllScalars = true]),\n"
        '    Typed = Table.TransformColumnTypes(Headed, {{"OBS_VALUE", type number}}, "en-US")\n'
        "in\n"
        "    Typed"
    )
