"""The memory of the disagreements: what a build changed in them, appended to raw.disagreement_changes. dbt itself remembers nothing.

The rows are appended in the transaction that marks the build as done: a build that was cut off leaves none, and the next one finds the same
changes again. What a status is, is decided in SQL by the marts; here two states are compared. What may not live here: rules.
"""

from __future__ import annotations

from datetime import datetime

import duckdb

_COMPARED = ("status", "type", "class", "verdict", "judged_type", "judged_class", "is_standing")
"""A change of any of these is a row. A rule version alone is none: it says nothing new of the disagreement."""

_APPEND = f"""
INSERT INTO raw.disagreement_changes BY NAME
WITH last AS (
    SELECT * FROM raw.disagreement_changes
    QUALIFY row_number() OVER (PARTITION BY disagreement_id ORDER BY change_number DESC) = 1
),
holding AS (
    SELECT disagreement_id, list(DISTINCT document_id ORDER BY document_id) AS document_ids
    FROM marts.fct_disagreement_sides GROUP BY disagreement_id
),
found AS (
    SELECT disagreement_id, TRUE AS is_standing, status, event_id, aspect, measure, type, class, rule_version,
           verdict, judged_type, judged_class, label_a, label_b, NULL AS reason, document_ids
    FROM marts.rpt_disagreements JOIN holding USING (disagreement_id)
),
documents AS (FROM marts.dim_documents),
-- No longer found: because a document was corrected, because it was taken out, or because rules or links changed.
lost AS (
    SELECT last.* EXCLUDE (change_number, changed_at, is_standing, status, reason), FALSE AS is_standing,
           list_has_any(document_ids, (SELECT coalesce(list(document_id), []) FROM documents WHERE NOT is_newest)) AS is_corrected,
           NOT list_has_all((SELECT coalesce(list(document_id), []) FROM documents), document_ids) AS is_forgotten
    FROM last ANTI JOIN found USING (disagreement_id)
    WHERE last.is_standing
),
state AS (
    FROM found
    UNION ALL BY NAME
    SELECT * EXCLUDE (is_corrected, is_forgotten), CASE WHEN is_corrected AND NOT is_forgotten THEN 'superseded' ELSE 'gone' END AS status,
           CASE WHEN is_forgotten THEN 'a document was forgotten'
                WHEN is_corrected THEN 'a newer version of a document tells it otherwise'
                ELSE 'the rules no longer find it' END AS reason
    FROM lost
)
SELECT state.*, coalesce(last.change_number, 0) + 1 AS change_number, ?::TIMESTAMP AS changed_at
FROM state LEFT JOIN last USING (disagreement_id)
WHERE last.disagreement_id IS NULL
   OR ({", ".join(f"state.{name}" for name in _COMPARED)}) IS DISTINCT FROM ({", ".join(f"last.{name}" for name in _COMPARED)})
"""


def append_changes(connection: duckdb.DuckDBPyConnection, now: datetime) -> int:
    """Append what differs between the built marts and what was last known of each disagreement; says how many rows.

    Over marts that did not change it appends nothing. To be called within a transaction.
    """
    row = connection.execute(_APPEND, [now]).fetchone()
    return int(row[0]) if row else 0
