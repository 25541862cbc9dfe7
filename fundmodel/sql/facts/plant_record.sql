-- What building plants has shown: how late recorded plants began and how far projects came out above their budget, one
-- row per project, from the least to the most. A plant that began early counts as on time, because the model does not
-- sell an early start; a row that stands for several projects counts as often.
-- grain: measure, position
-- units: outcome quarters of delay, or overrun as a share of the budget; position from 1
-- source: datasets/plant_plans.csv; METHOD.md, "Plants: building"
with recorded as (
    select
        measure,
        record_code,
        case measure
            when 'delay'
                then greatest(
                    0,
                    datediff('month', (planned_date || '-01')::date, (actual_date || '-01')::date)
                ) / 3
            else actual_cost / planned_cost - 1
        end as outcome,
        unnest(range(project_count)) as project_number
    from plant_plans_data
)
select
    measure::varchar as measure,
    (row_number() over (partition by measure order by outcome, record_code, project_number))::integer as position,
    record_code::varchar as record_code,
    outcome::double as outcome
from recorded
order by measure, position
