-- What all assets offer to their funds per lot funded: startups, their central case, plants and blind pools,
-- added up. A blind pool is the only asset of its fund, so nothing of it needs adding.
-- grain: world_id, path_id, fund_id, priority_class, funded_quarter, cash_quarter
-- units: whole won; nav_change and cost_change signed; quarters from quarter 0, those after the grid are left out
-- source: METHOD.md, "Lots and budgets"
with lots as (
    select
        world_id, path_id, fund_id, priority_class, funded_quarter, cash_quarter,
        invested_krw, proceeds_krw, nav_change_krw, cost_change_krw
    from startup_lot_flows
    union all by name
    select
        world_id, path_id, fund_id, priority_class, funded_quarter, cash_quarter,
        invested_krw, proceeds_krw, nav_change_krw, cost_change_krw
    from startup_central
    union all by name
    select
        world_id, path_id, fund_id, priority_class, funded_quarter, cash_quarter,
        invested_krw, proceeds_krw, nav_change_krw, cost_change_krw
    from facility_lot_flows
),
added as (
    select
        world_id,
        path_id,
        fund_id,
        priority_class,
        funded_quarter,
        cash_quarter,
        sum(invested_krw)::bigint as invested_krw,
        sum(proceeds_krw)::bigint as proceeds_krw,
        sum(nav_change_krw)::bigint as nav_change_krw,
        sum(cost_change_krw)::bigint as cost_change_krw
    from lots
    group by world_id, path_id, fund_id, priority_class, funded_quarter, cash_quarter
    union all by name
    select
        world_id, path_id, fund_id, priority_class, funded_quarter, cash_quarter,
        invested_krw, proceeds_krw, nav_change_krw, cost_change_krw
    from pool_lot_flows
)
select
    a.world_id,
    a.path_id,
    a.fund_id,
    a.priority_class,
    a.funded_quarter,
    a.cash_quarter,
    a.invested_krw,
    a.proceeds_krw,
    a.nav_change_krw,
    a.cost_change_krw
from added as a
cross join run_settings as s
where a.cash_quarter < s.n_quarters
order by a.world_id, a.path_id, a.fund_id, a.priority_class, a.funded_quarter, a.cash_quarter
