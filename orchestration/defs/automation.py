"""The one job, and what starts it by itself: every hour, or when article files change. Both are off until somebody switches them on."""

import dagster as dg

from orchestration import paths
from warehouse.intake import listing_stamp

rashomon = dg.define_asset_job(
    "rashomon",
    selection="*",
    description="The whole road: take in, read, link, build the marts, publish. What is there already is not done again.",
    executor_def=dg.in_process_executor,
)

hourly = dg.ScheduleDefinition(
    name="hourly",
    job=rashomon,
    cron_schedule="0 * * * *",
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="Every hour, on the hour (UTC): a run over the folder of articles.",
)


@dg.sensor(
    job=rashomon,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description="Looks at the folder of articles every minute and starts a run when files came or changed.",
)
def new_articles(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """A run for each state of the folder that was not seen before."""
    stamp = listing_stamp(paths.articles())
    if stamp == context.cursor:
        return dg.SkipReason(f"nothing new in {paths.articles()}")
    config = {"ops": {"intake": {"config": {"articles": str(paths.articles())}}}}
    return dg.SensorResult([dg.RunRequest(run_key=stamp, run_config=config)], cursor=stamp)
