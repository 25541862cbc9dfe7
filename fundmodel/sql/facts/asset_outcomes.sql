-- What the assets do for the country, by calendar year: companies and what became of them, plants and their trade.
-- Companies count in full only: what a fund owns of one changes with every round. Plants also count by stake.
-- Capacity and jobs are changes; their running total is what is on line.
-- grain: world_id, path_id, fund_id, cluster_id, phase, measure, attribution, quarter
-- units: companies, approvals, kl_online and jobs in thousandths, measures ending in _krw in whole won;
--        quarter the last one of the year; phase -1 for plants
-- source: startup_outcomes and, for the central case, startup_counts; facility_outcomes
with companies_by_kind as (
    select world_id, path_id, fund_id, cluster_id, phase, kind, quarter, count_thousandths
    from startup_outcomes
    union all by name
    select world_id, path_id, fund_id, cluster_id, phase, kind, quarter, count_thousandths
    from startup_counts
),
outcomes as (
    select
        c.world_id,
        c.path_id,
        c.fund_id,
        c.cluster_id,
        c.phase,
        case k.kind_code
            when 'invest' then 'companies_funded'
            when 'fail' then 'failures'
            when 'acqui_hire' then 'failures'
            when 'ipo' then 'ipos'
            when 'trade_sale' then 'trade_sales'
            when 'early_sale' then 'trade_sales'
            when 'license' then 'licences'
            when 'approval' then 'approvals'
        end as measure,
        'full' as attribution,
        (c.quarter // 4 + 1) * 4 - 1 as quarter,
        sum(c.count_thousandths)::bigint as amount
    from companies_by_kind as c
    inner join startup_kinds as k on k.kind_id = c.kind
    where k.kind_code in ('invest', 'fail', 'acqui_hire', 'ipo', 'trade_sale', 'early_sale', 'license', 'approval')
    group by c.world_id, c.path_id, c.fund_id, c.cluster_id, c.phase, measure, c.quarter // 4
    union all by name
    select world_id, path_id, fund_id, cluster_id, -1 as phase, measure, attribution, quarter, amount
    from facility_outcomes
)
select
    world_id,
    path_id,
    fund_id,
    cluster_id,
    phase::integer as phase,
    measure::varchar as measure,
    attribution::varchar as attribution,
    quarter::integer as quarter,
    amount
from outcomes
order by world_id, path_id, fund_id, cluster_id, phase, measure, attribution, quarter
