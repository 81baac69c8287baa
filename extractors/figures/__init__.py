"""Numbers in news text: what is counted, how many, with which bounds, and what became of it.

- `numbers`: numbers as written, digits or words, with the bounds that vague words and ranges allow; knows no parse.
- `classes`: the lattice of things counted (`classes.csv`), its closure and its questions.
- `phrases`, `measures`, `drafts`: the noun phrase, the word that says what became of it, and the two put together.
- `accumulation`: whether a figure is the event's own, still running, or a total of a longer time.
- `find`: `find_figures(doc, page)`, the strict figures of the warehouse, with measure, role and accumulation.
- `quantities`: `find_quantities(doc)`, NewsQuant's wider idea of a quantity ("5G", "one solution" count).

Words live in the TOML and CSV files beside the modules. What may not live here: events, dates, attribution, claims.
"""
