-- What foreign investors pay and receive at the level of assets, beside the funds and free of fee and carry:
-- co-investors in proportion to what a startup fund pays for its lots, direct owners of plants in proportion to what a
-- CDMO fund pays for its own stake. Both sell with the fund. They hold no part of a fund, so no foreign share of a fund
-- counts them. No rows where there is neither.
-- grain: scenario_id, path_id, fund_id, quarter
-- units: whole won, cumulative amounts floored; owner_kind co_investment or plant_stake
-- source: METHOD.md, "Foreign owners beside the funds"
with stakes as (
    select
        world_id,
        fund_id,
        sum(planned_investment_krw)::bigint / sum(plant_count * need_krw)::bigint::double as stake_share
    from facility_plan
    where plant_count > 0
    group by world_id, fund_id
),
ratios as (
    select
        s.scenario_id,
        f.fund_id,
        case g.strategy_code when 'cdmo' then 'plant_stake' else 'co_investment' end as owner_kind,
        case g.strategy_code
            when 'cdmo' then a.direct_plant_stake_share / t.stake_share
            when 'global' then 0
            else a.coinvestment_share
        end as ratio
    from scenarios as s
    inner join foreign_assumptions as a on a.scenario_id = s.scenario_id
    inner join funds as f on f.scenario_id = s.scenario_id and f.level = 1
    inner join strategies as g on g.strategy_id = f.strategy_id
    left join stakes as t on t.world_id = s.world_id and t.fund_id = f.fund_id
),
to_date as (
    select
        k.scenario_id,
        k.path_id,
        k.fund_id,
        k.quarter,
        r.owner_kind,
        k.invested_krw,
        floor((sum(k.invested_krw) over life)::bigint * r.ratio)::bigint as paid_krw,
        floor((sum(k.proceeds_krw) over life)::bigint * r.ratio)::bigint as got_krw
    from fund_flows as k
    inner join ratios as r on r.scenario_id = k.scenario_id and r.fund_id = k.fund_id and r.ratio > 0
    window life as (
        partition by k.scenario_id, k.path_id, k.fund_id
        order by k.quarter
        rows between unbounded preceding and current row
    )
),
moved as (
    select
        *,
        paid_krw - lag(paid_krw, 1, 0) over before as paid_in_krw,
        got_krw - lag(got_krw, 1, 0) over before as received_krw
    from to_date
    window before as (partition by scenario_id, path_id, fund_id order by quarter)
)
select
    scenario_id,
    path_id,
    fund_id,
    quarter,
    owner_kind,
    invested_krw as fund_invested_krw,
    paid_in_krw::bigint as paid_in_krw,
    received_krw::bigint as received_krw
from moved
where paid_in_krw <> 0 or received_krw <> 0 or invested_krw <> 0
order by scenario_id, path_id, fund_id, quarter
