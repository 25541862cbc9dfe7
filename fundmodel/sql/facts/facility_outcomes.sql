-- What the plants of the plan do for the country, by calendar year: capacity, revenue, exports and jobs, in full
-- and by ownership. Capacity and jobs are changes: they come when a plant opens and stay after the fund has sold.
-- The revenue of an operating year is shared between the two calendar years that it touches, by quarters.
-- grain: world_id, path_id, fund_id, cluster_id, measure, attribution, quarter
-- units: kl_online and jobs in thousandths (kL, persons), others whole won; quarter the last one of the year
-- source: METHOD.md, "2030": targets are attributed by ownership and in full
with events as (
    select
        e.world_id,
        e.path_id,
        p.fund_id,
        p.cluster_id,
        p.stake_share,
        case when e.plant_number = 0 then p.plant_count else 1 end as plants,
        e.quarter,
        e.quarter % 4 as quarters_in_later_year,
        e.opened_kl_thousandths,
        floor(e.opened_kl_thousandths * a.jobs_per_kl)::bigint as jobs_thousandths,
        e.revenue_krw,
        (e.revenue_krw * (4 - e.quarter % 4)) // 4 as earlier_krw,
        a.export_share
    from facility_events as e
    inner join facility_plan as p on p.world_id = e.world_id and p.facility_id = e.facility_id
    inner join plants_assumptions as a on a.world_id = e.world_id
    where e.plant_number <= p.plant_count and p.plant_count > 0
),
parts as (
    select
        world_id, path_id, fund_id, cluster_id, stake_share, plants, quarter, opened_kl_thousandths,
        jobs_thousandths, 0 as part_krw, export_share
    from events
    where opened_kl_thousandths > 0
    union all by name
    select
        world_id, path_id, fund_id, cluster_id, stake_share, plants, quarter - 1 as quarter,
        0 as opened_kl_thousandths, 0 as jobs_thousandths, revenue_krw - earlier_krw as part_krw, export_share
    from events
    where quarters_in_later_year > 0 and revenue_krw > 0
    union all by name
    select
        world_id, path_id, fund_id, cluster_id, stake_share, plants,
        quarter - quarters_in_later_year - 1 as quarter,
        0 as opened_kl_thousandths, 0 as jobs_thousandths, earlier_krw as part_krw, export_share
    from events
    where revenue_krw > 0
),
years as (
    select
        world_id,
        path_id,
        fund_id,
        cluster_id,
        (quarter // 4 + 1) * 4 - 1 as quarter,
        sum(plants * opened_kl_thousandths)::bigint as full_kl,
        sum(plants * floor(opened_kl_thousandths * stake_share)::bigint)::bigint as owned_kl,
        sum(plants * jobs_thousandths)::bigint as full_jobs,
        sum(plants * floor(jobs_thousandths * stake_share)::bigint)::bigint as owned_jobs,
        sum(plants * part_krw)::bigint as full_revenue,
        sum(plants * floor(part_krw * stake_share)::bigint)::bigint as owned_revenue,
        sum(plants * floor(part_krw * export_share)::bigint)::bigint as full_export,
        sum(plants * floor(part_krw * export_share * stake_share)::bigint)::bigint as owned_export
    from parts
    group by world_id, path_id, fund_id, cluster_id, quarter // 4
),
listed as (
    select
        world_id,
        path_id,
        fund_id,
        cluster_id,
        quarter,
        unnest([
            {'measure': 'export_krw', 'attribution': 'full', 'amount': full_export},
            {'measure': 'export_krw', 'attribution': 'owned', 'amount': owned_export},
            {'measure': 'jobs', 'attribution': 'full', 'amount': full_jobs},
            {'measure': 'jobs', 'attribution': 'owned', 'amount': owned_jobs},
            {'measure': 'kl_online', 'attribution': 'full', 'amount': full_kl},
            {'measure': 'kl_online', 'attribution': 'owned', 'amount': owned_kl},
            {'measure': 'revenue_krw', 'attribution': 'full', 'amount': full_revenue},
            {'measure': 'revenue_krw', 'attribution': 'owned', 'amount': owned_revenue}
        ]) as outcome
    from years
)
select
    world_id,
    path_id,
    fund_id,
    cluster_id,
    outcome.measure::varchar as measure,
    outcome.attribution::varchar as attribution,
    quarter::integer as quarter,
    outcome.amount::bigint as amount
from listed
where outcome.amount <> 0
order by world_id, path_id, fund_id, cluster_id, measure, attribution, quarter
