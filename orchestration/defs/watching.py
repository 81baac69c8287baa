"""Who is told when a run fails, or when none has gone through for long. On from the start where a hook is set (orchestration/alarms.py)."""

import os
import time

import dagster as dg

from orchestration import alarms

STATUS = dg.DefaultSensorStatus.RUNNING if alarms.is_set() else dg.DefaultSensorStatus.STOPPED


@dg.run_failure_sensor(
    default_status=STATUS,
    description="Tells RASHOMON_ALARM_COMMAND or RASHOMON_ALARM_WEBHOOK_FILE of a run that failed.",
)
def failed_run(context: dg.RunFailureSensorContext) -> None:
    """One alarm for each failed run."""
    where, reason = _reason(context)
    if not alarms.send(f"a run of {context.dagster_run.job_name} failed{where}: {reason}", run_id=context.dagster_run.run_id):
        context.log.warning("a run failed, and no hook is set to tell of it: see docs/operations.md")


def _reason(context: dg.RunFailureSensorContext) -> tuple[str, str]:
    """At which step a run failed first, and what was said: the message of what broke, which has the cure, not of Dagster's wrapping."""
    steps = context.get_step_failure_events()
    of_run = context.failure_event.event_specific_data  # none where a run was killed
    error = steps[0].step_failure_data.error if steps else getattr(of_run, "error", None)
    while error and error.cause and (error.cls_name or "").startswith("Dagster"):
        error = error.cause
    said = error.message if error else context.failure_event.message or ""
    return f" at {steps[0].step_key}" if steps else "", " ".join(said.split())[:500]


def stale_hours() -> float:
    """After how many hours without a run that took documents in people are told: RASHOMON_STALE_HOURS, else 26."""
    return float(os.environ.get("RASHOMON_STALE_HOURS") or 26)


@dg.sensor(
    minimum_interval_seconds=600,
    default_status=STATUS,
    description="Tells the same hook when no run has taken documents in for RASHOMON_STALE_HOURS (26).",
)
def stale_documents(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """One alarm for each time that runs stop coming."""
    last = context.instance.get_latest_materialization_event(dg.AssetKey(["raw", "documents"]))
    if last is None:
        return dg.SkipReason("no run yet")
    hours = (time.time() - last.timestamp) / 3600
    if hours < stale_hours():
        return dg.SkipReason(f"the last run took documents in {hours:.1f} hours ago")
    if context.cursor == str(last.timestamp):
        return dg.SkipReason("told before")
    is_told = alarms.send(
        f"no run has taken documents in for {hours:.0f} hours; is the daemon running, is the schedule on?", hours=round(hours, 1)
    )
    context.update_cursor(str(last.timestamp))
    return dg.SkipReason(f"no run for {hours:.1f} hours; {'told' if is_told else 'no hook is set to tell of it'}")
