-- What happened on each path, the worst first: what the programme and its classes earned, what the markets did
-- on average over the programme's life, how companies and plants fared. Ranked by the net multiple of the whole
-- programme; path 0, the central case, has rank 0 and counts expected numbers of companies.
-- grain: scenario_id, path_id
-- units: rates per year; multiples of paid-in; averages over all quarters of won per dollar and of factors
-- with mean one; companies, in whole and expected numbers; revenue over the life in won; is_better_share:
-- share of the other random paths on which that figure was better for the programme, 1 is the worst
-- source: METHOD.md "Paths"; party_totals, irrs, market_paths, asset_outcomes
with rates as (
    select
        i.scenario_id,
        i.path_id,
        max(i.rate) filter (where p.party_kind = 'whole') as whole_rate,
        max(i.status) filter (where p.party_kind = 'whole') as whole_status,
        max(i.rate) filter (where p.party_code = 'public') as public_rate,
        max(i.rate) filter (where p.party_code = 'domestic') as domestic_rate,
        max(i.rate) filter (where p.party_code = 'foreign') as foreign_rate
    from irrs as i
    inner join parties as p on p.party_id = i.party_id and p.party_kind in ('whole', 'class')
    where i.measure = 'net'
    group by i.scenario_id, i.path_id
),
money as (
    select
        t.scenario_id,
        t.path_id,
        t.paid_in_krw,
        t.distributed_krw,
        case when t.paid_in_krw > 0 then t.distributed_krw::double / t.paid_in_krw end as tvpi_multiple
    from party_totals as t
    inner join parties as p on p.party_id = t.party_id and p.party_kind = 'whole'
),
markets as (
    select
        world_id,
        path_id,
        avg(krw_per_usd::decimal(18, 9))::double as mean_krw_per_usd,
        avg(equity_factor::decimal(18, 9))::double as mean_equity_factor,
        avg(demand_factor::decimal(18, 9))::double as mean_demand_factor
    from market_paths
    group by world_id, path_id
),
assets as (
    select
        world_id,
        path_id,
        (sum(amount) filter (where measure = 'companies_funded'))::bigint as funded_thousandths,
        (sum(amount) filter (where measure = 'failures'))::bigint as failed_thousandths,
        (sum(amount) filter (where measure = 'approvals'))::bigint as approved_thousandths,
        (sum(amount) filter (where measure = 'revenue_krw'))::bigint as plant_revenue_krw
    from asset_outcomes
    where attribution = 'full'
    group by world_id, path_id
),
found as (
    select
        m.scenario_id,
        s.scenario,
        m.path_id,
        r.whole_rate,
        r.whole_status,
        r.public_rate,
        r.domestic_rate,
        r.foreign_rate,
        m.tvpi_multiple,
        m.paid_in_krw,
        m.distributed_krw,
        k.mean_krw_per_usd,
        k.mean_equity_factor,
        k.mean_demand_factor,
        coalesce(a.funded_thousandths, 0)::double / 1000 as companies_funded,
        coalesce(a.failed_thousandths, 0)::double / 1000 as companies_failed,
        coalesce(a.approved_thousandths, 0)::double / 1000 as approvals,
        coalesce(a.plant_revenue_krw, 0) as plant_revenue_krw
    from money as m
    inner join scenarios as s on s.scenario_id = m.scenario_id
    inner join rates as r on r.scenario_id = m.scenario_id and r.path_id = m.path_id
    inner join markets as k on k.world_id = s.world_id and k.path_id = m.path_id
    left join assets as a on a.world_id = s.world_id and a.path_id = m.path_id
),
random as (
    select
        scenario_id,
        path_id,
        row_number() over (partition by scenario_id order by tvpi_multiple asc nulls first, path_id) as rank,
        percent_rank() over (partition by scenario_id order by mean_krw_per_usd desc) as fx_better_share,
        percent_rank() over (partition by scenario_id order by mean_equity_factor desc) as equity_better_share,
        percent_rank() over (partition by scenario_id order by mean_demand_factor desc) as demand_better_share,
        percent_rank() over (partition by scenario_id order by companies_failed asc) as failed_better_share,
        percent_rank() over (partition by scenario_id order by approvals desc) as approvals_better_share,
        percent_rank() over (partition by scenario_id order by plant_revenue_krw desc) as revenue_better_share
    from found
    where path_id > 0
)
select
    f.scenario_id,
    f.scenario,
    f.path_id,
    coalesce(r.rank, 0)::int as rank,
    f.whole_rate,
    f.whole_status,
    f.public_rate,
    f.domestic_rate,
    f.foreign_rate,
    f.tvpi_multiple,
    f.paid_in_krw,
    f.distributed_krw,
    f.mean_krw_per_usd,
    f.mean_equity_factor,
    f.mean_demand_factor,
    f.companies_funded,
    f.companies_failed,
    f.approvals,
    f.plant_revenue_krw,
    r.fx_better_share,
    r.equity_better_share,
    r.demand_better_share,
    r.failed_better_share,
    r.approvals_better_share,
    r.revenue_better_share
from found as f
left join random as r on r.scenario_id = f.scenario_id and r.path_id = f.path_id
order by f.scenario_id, f.path_id
