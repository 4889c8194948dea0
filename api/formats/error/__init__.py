"""Formats of error messages: one module a family (`Format.family`) and edition of it.

They are sent under the plain type of the family, which every client knows; the version in
`media_type` is the edition, and `aliases` says which is the one of a dialect.
"""
