"""One document in, frozen records out: pure functions that know no Dagster, no DuckDB, no pandas, no network.

The public verb is `extractors.extract.extract(article, reader)`. What may live here: reading rules over a spaCy
parse, and lexicons as data files beside the module that reads them. What may not: comparing documents (linkers),
storing rows (warehouse), calling anything a disagreement (dbt_project).
"""
