-- Where the money goes: what the child funds invest, by fund, strategy, area, phase, cluster and currency.
-- The mix of each fund's plan is scaled to what the fund invests once its money limits it; plants stand as
-- one area and one phase, and so do blind pools, which have no cluster. Scaled
-- amounts are rounded row by row, so that dimensions agree within a won a row.
-- grain: scenario_id, dimension, code
-- units: won over the whole life, mean over the random paths (empty without them); share of the central
-- case's total
-- source: asset_exposure (plans), fund_flows (what was invested)
with planned as (
    select
        world_id,
        fund_id,
        path_id > 0 as is_random,
        area_id,
        phase_id,
        cluster_id,
        currency,
        sum(invested_krw)::bigint as planned_krw
    from asset_exposure
    group by world_id, fund_id, path_id > 0, area_id, phase_id, cluster_id, currency
),
planned_funds as (
    select world_id, fund_id, is_random, sum(planned_krw)::bigint as fund_planned_krw
    from planned
    group by world_id, fund_id, is_random
),
invested_funds as (
    select
        scenario_id,
        fund_id,
        path_id > 0 as is_random,
        sum(invested_krw)::bigint as fund_invested_krw
    from fund_flows
    group by scenario_id, fund_id, path_id > 0
),
path_counts as (
    select t.scenario_id, (count(*) filter (where t.path_id > 0))::bigint as path_count
    from party_totals as t
    inner join parties as p on p.party_id = t.party_id and p.party_kind = 'whole'
    group by t.scenario_id
),
invested as (
    select
        s.scenario_id,
        p.is_random,
        f.fund_code,
        coalesce(g.strategy_code, 'none') as strategy_code,
        case p.area_id when -1 then 'plants' when -2 then 'blind_pools' else a.area_code end as area_code,
        case p.area_id when -1 then 'plants' when -2 then 'blind_pools' else h.phase_code end as phase_code,
        coalesce(c.cluster_code, 'none') as cluster_code,
        p.currency,
        floor(p.planned_krw * (i.fund_invested_krw::double / t.fund_planned_krw))::bigint as invested_krw
    from planned as p
    inner join planned_funds as t
        on t.world_id = p.world_id and t.fund_id = p.fund_id and t.is_random = p.is_random
    inner join scenarios as s on s.world_id = p.world_id
    inner join invested_funds as i
        on i.scenario_id = s.scenario_id and i.fund_id = p.fund_id and i.is_random = p.is_random
    inner join funds as f on f.scenario_id = s.scenario_id and f.fund_id = p.fund_id
    left join clusters as c on c.cluster_id = p.cluster_id
    left join strategies as g on g.strategy_id = f.strategy_id
    left join areas as a on a.area_id = p.area_id
    left join phases as h on h.phase_id = p.phase_id
    where t.fund_planned_krw > 0
),
listed as (
    select
        scenario_id,
        is_random,
        invested_krw,
        unnest(['fund', 'strategy', 'area', 'phase', 'cluster', 'currency']) as dimension,
        unnest([fund_code, strategy_code, area_code, phase_code, cluster_code, currency]) as code
    from invested
),
added as (
    select
        scenario_id,
        dimension,
        code,
        coalesce(sum(invested_krw) filter (where not is_random), 0)::bigint as invested_krw,
        coalesce(sum(invested_krw) filter (where is_random), 0)::bigint as invested_sum_krw
    from listed
    group by scenario_id, dimension, code
),
totals as (
    select scenario_id, dimension, sum(invested_krw)::bigint as total_krw
    from added
    group by scenario_id, dimension
)
select
    a.scenario_id,
    s.scenario,
    a.dimension,
    a.code,
    a.invested_krw,
    case when n.path_count > 0 then a.invested_sum_krw // n.path_count end as invested_mean_krw,
    case when t.total_krw > 0 then a.invested_krw::double / t.total_krw else 0 end as share
from added as a
inner join totals as t on t.scenario_id = a.scenario_id and t.dimension = a.dimension
inner join scenarios as s on s.scenario_id = a.scenario_id
inner join path_counts as n on n.scenario_id = a.scenario_id
order by a.scenario_id, a.dimension, a.code
