-- How long every plant of the plan took from the start of building to commercial operation, and what it cost;
-- random paths only.
-- grain: world_id, path_id, facility_id, plant_number
-- units: months, delay_months of them beyond what was planned; capex_krw whole won of the whole plant, overrun_krw of
--        them above the budget; kl_thousandths thousandths of a kL
-- source: facility_events
with built as (
    select
        e.world_id,
        e.path_id,
        e.facility_id,
        e.plant_number,
        p.start_quarter,
        min(e.quarter) filter (where e.opened_kl_thousandths > 0) as opening_quarter,
        sum(e.capex_krw)::bigint as capex_krw,
        sum(e.opened_kl_thousandths)::bigint as kl_thousandths,
        sum(e.overrun_krw)::bigint as overrun_krw,
        max(a.build_quarters + a.validation_quarters * (1 - l.sandbox_time_saving_share)) as planned_quarters
    from facility_events as e
    inner join facility_plan as p on p.world_id = e.world_id and p.facility_id = e.facility_id
    inner join plants_assumptions as a on a.world_id = e.world_id
    inner join plan_assumptions as l on l.world_id = e.world_id
    where e.path_id > 0 and e.plant_number <= p.plant_count
    group by e.world_id, e.path_id, e.facility_id, e.plant_number, p.start_quarter
)
select
    world_id,
    path_id,
    facility_id,
    plant_number,
    (3 * (opening_quarter - start_quarter))::integer as months,
    capex_krw,
    kl_thousandths,
    overrun_krw,
    (3 * (opening_quarter - start_quarter - planned_quarters))::double as delay_months
from built
where opening_quarter is not null
order by world_id, path_id, facility_id, plant_number
