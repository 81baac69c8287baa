"""Pure functions over the records of many documents: same actor, same event, same origin.

What may not live here: reading text (extractors), storing rows (warehouse), rules of disagreement (dbt_project).
"""
