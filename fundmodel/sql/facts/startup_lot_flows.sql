-- What the companies of the plan ask of their fund and give back on random paths, lot by lot.
-- A lot is linear in its cheque; cash and value of a row are floored to whole won. What is priced at an exit or a
-- licence carries its value factor; a value held since then carries the factor of that time. Where the plan asks more
-- than the market takes, a first cheque buys fewer shares, and is worth less from the start.
-- grain: world_id, path_id, fund_id, priority_class, funded_quarter, cash_quarter
-- units: whole won; quarters from quarter 0; nav_change and cost_change signed
-- source: METHOD.md, "Lots and budgets", "NAV"; multiples from startup_multiples
with terms as (
    select
        p.world_id,
        p.plan_id,
        p.fund_id,
        p.company_count,
        l.priority_class,
        l.round_pivot,
        l.round_pivot = -1 and l.lot_phase = p.entry_phase as is_entry,
        l.tranche,
        m.lot_phase,
        m.pivot_phase,
        m.phase,
        m.kind,
        m.licence_phase,
        m.step,
        l.cheque_krw * m.proceeds_multiple as proceeds_krw,
        l.cheque_krw * m.nav_before_multiple as nav_before_krw,
        l.cheque_krw * m.nav_after_multiple as nav_after_krw,
        floor(l.cheque_krw * m.cost_after_share)::bigint - floor(l.cheque_krw * m.cost_before_share)::bigint
            as cost_change_krw
    from company_plan as p
    inner join startup_lots as l
        on l.world_id = p.world_id and l.area_id = p.area_id and l.entry_phase = p.entry_phase
    inner join startup_multiples as m
        on m.world_id = p.world_id
        and m.area_id = p.area_id
        and m.lot_phase = l.lot_phase
        and (l.round_pivot = -1 or m.pivot_phase = -1)
    where l.cheque_krw > 0
),
rows_in_won as (
    select
        e.world_id,
        e.path_id,
        t.fund_id,
        t.priority_class,
        e.funded_quarter,
        e.quarter as cash_quarter,
        t.cost_change_krw,
        case when t.is_entry then a.entry_price_multiple else 1 end as price,
        floor(t.proceeds_krw * e.value_factor / price)::bigint as proceeds_krw,
        floor(t.nav_after_krw * e.value_factor / price)::bigint
        - floor(t.nav_before_krw * e.held_factor / price)::bigint as nav_change_krw
    from startup_events as e
    inner join terms as t
        on t.world_id = e.world_id
        and t.plan_id = e.plan_id
        and t.round_pivot = e.round_pivot
        and t.lot_phase = e.lot_phase
        and t.tranche = (e.tranche_quarters > 0)::integer
        and t.pivot_phase = e.pivot_phase
        and t.phase = e.phase
        and t.kind = e.kind
        and t.licence_phase = e.licence_phase
        and t.step = e.step
    inner join startup_absorption as a
        on a.world_id = e.world_id and a.year_number = (e.funded_quarter - e.tranche_quarters) // 4
    where e.company_number <= t.company_count
)
select
    world_id,
    path_id,
    fund_id,
    priority_class,
    funded_quarter::integer as funded_quarter,
    cash_quarter::integer as cash_quarter,
    sum(greatest(0, cost_change_krw))::bigint as invested_krw,
    sum(proceeds_krw)::bigint as proceeds_krw,
    sum(nav_change_krw)::bigint as nav_change_krw,
    sum(cost_change_krw)::bigint as cost_change_krw
from rows_in_won
group by world_id, path_id, fund_id, priority_class, funded_quarter, cash_quarter
order by world_id, path_id, fund_id, priority_class, funded_quarter, cash_quarter
