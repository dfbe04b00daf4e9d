"""A report on a plan as an official document, from figures that were frozen when it was filed.

`filed.filed_document` reads a filing; `building.report_document` needs no database.
"""
