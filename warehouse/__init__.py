"""The way in and the way out: article files become articles (intake), records become rows (store), marts become the
published file (publish). `raw.sql` is the seam between Python and dbt. No reading rules, no rules of disagreement.
"""
