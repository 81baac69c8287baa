"""Every stage of the pipeline as Dagster assets, one module a stage, found by themselves. Bodies call one verb of orchestration.steps.

No `@dg.definitions` function here: a module that has one loses its other assets without a word.
"""
