-- What the plants of the plan do for the country: capacity, revenue, exports and jobs, in full and by ownership.
-- Capacity and jobs are changes: they start when a plant opens and stay after the fund has sold its share.
-- The revenue of an operating year is shared between the two calendar years that it touches, by quarters.
-- grain: world_id, path_id, fund_id, cluster_id, measure, attribution, quarter
-- units: kl_online and jobs thousandths (kL, persons), others whole won; quarter the last one of the part
-- source: MODEL.md, "2030": targets are attributed by ownership and in full
with events as (
    select
        e.world_id,
        e.path_id,
        p.fund_id,
        p.cluster_id,
        p.stake_share,
        e.quarter,
        e.quarter % 4 as late_quarters,
        case when e.plant_number = 0 then p.plant_count else 1 end as plants,
        e.opened_kl_thousandths,
        floor(e.opened_kl_thousandths * a.jobs_per_kl)::bigint as jobs_thousandths,
        e.revenue_krw,
        a.export_share
    from facility_events as e
    inner join facility_plan as p on p.world_id = e.world_id and p.facility_id = e.facility_id
    inner join plants_assumptions as a on a.world_id = e.world_id
    where e.plant_number <= p.plant_count and p.plant_count > 0
),
calendar_parts as (
    select *, quarter - 1 as part_quarter, revenue_krw - (revenue_krw * (4 - late_quarters)) // 4 as part_krw
    from events
    union all by name
    select *, quarter - late_quarters - 1 as part_quarter, (revenue_krw * (4 - late_quarters)) // 4 as part_krw
    from events
),
measures as (
    select
        world_id, path_id, fund_id, cluster_id, stake_share, plants, quarter,
        'kl_online' as measure, opened_kl_thousandths as amount
    from events
    union all by name
    select
        world_id, path_id, fund_id, cluster_id, stake_share, plants, quarter,
        'jobs' as measure, jobs_thousandths as amount
    from events
    union all by name
    select
        world_id, path_id, fund_id, cluster_id, stake_share, plants, part_quarter as quarter,
        'revenue_krw' as measure, part_krw as amount
    from calendar_parts
    union all by name
    select
        world_id, path_id, fund_id, cluster_id, stake_share, plants, part_quarter as quarter,
        'export_krw' as measure, floor(part_krw * export_share)::bigint as amount
    from calendar_parts
),
attributed as (
    select *, 'full' as attribution, amount as attributed_amount
    from measures
    where amount <> 0
    union all by name
    select *, 'owned' as attribution, floor(amount * stake_share)::bigint as attributed_amount
    from measures
    where amount <> 0
)
select
    world_id,
    path_id,
    fund_id,
    cluster_id,
    measure,
    attribution,
    quarter::integer as quarter,
    sum(plants * attributed_amount)::bigint as amount
from attributed
group by world_id, path_id, fund_id, cluster_id, measure, attribution, quarter
order by world_id, path_id, fund_id, cluster_id, measure, attribution, quarter
