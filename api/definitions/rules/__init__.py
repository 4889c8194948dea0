"""Rules over all definitions together, one module each, found by looking.

A module `rules/<code>.py` has a `check(definitions: Collection) -> Iterable[Finding]`; the code of
its findings is the module's name in upper case with dashes.
"""
