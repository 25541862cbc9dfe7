-- What all assets offer to their funds per lot funded: startups, their central case, and plants, added up.
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
)
select
    l.world_id,
    l.path_id,
    l.fund_id,
    l.priority_class,
    l.funded_quarter,
    l.cash_quarter,
    sum(l.invested_krw)::bigint as invested_krw,
    sum(l.proceeds_krw)::bigint as proceeds_krw,
    sum(l.nav_change_krw)::bigint as nav_change_krw,
    sum(l.cost_change_krw)::bigint as cost_change_krw
from lots as l
cross join run_settings as s
where l.cash_quarter < s.n_quarters
group by l.world_id, l.path_id, l.fund_id, l.priority_class, l.funded_quarter, l.cash_quarter
order by l.world_id, l.path_id, l.fund_id, l.priority_class, l.funded_quarter, l.cash_quarter
