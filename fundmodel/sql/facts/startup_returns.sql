-- What came back on every financing, and on every company over all its financings, counted by multiple of the
-- money put in. Multiples are those of the assets, before the limits and the fees of the funds; random paths only.
-- grain: world_id, path_id, counted, from_multiple
-- units: counted financing or company; from_multiple the lower edge of the bucket; item_count items; whole won
-- source: datasets/outcome_buckets.csv for the edges; METHOD.md, "Calibration"
with edges as (
    select distinct from_multiple from outcome_buckets_data
),
terms as (
    select
        p.world_id,
        p.plan_id,
        p.company_count,
        l.cheque_krw,
        l.round_pivot,
        l.round_pivot = -1 and l.lot_phase = p.entry_phase as is_entry,
        l.tranche,
        m.lot_phase,
        m.pivot_phase,
        m.phase,
        m.kind,
        m.licence_phase,
        m.step,
        k.kind_code = 'invest' as is_payment,
        l.cheque_krw * m.proceeds_multiple as proceeds_krw
    from company_plan as p
    inner join startup_lots as l
        on l.world_id = p.world_id and l.area_id = p.area_id and l.entry_phase = p.entry_phase
    inner join startup_multiples as m
        on m.world_id = p.world_id
        and m.area_id = p.area_id
        and m.lot_phase = l.lot_phase
        and (l.round_pivot = -1 or m.pivot_phase = -1)
    inner join startup_kinds as k on k.kind_id = m.kind
    where l.cheque_krw > 0
),
financings as (
    select
        e.world_id,
        e.path_id,
        e.plan_id,
        e.company_number,
        e.lot_phase,
        e.round_pivot,
        (sum(t.cheque_krw) filter (where t.is_payment))::bigint as invested_krw,
        sum(
            floor(
                t.proceeds_krw * e.value_factor / case when t.is_entry then a.entry_price_multiple else 1 end
            )::bigint
        )::bigint as proceeds_krw
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
    group by e.world_id, e.path_id, e.plan_id, e.company_number, e.lot_phase, e.round_pivot
),
items as (
    select world_id, path_id, 'financing' as counted, invested_krw, proceeds_krw
    from financings
    union all by name
    select
        world_id,
        path_id,
        'company' as counted,
        sum(invested_krw)::bigint as invested_krw,
        sum(proceeds_krw)::bigint as proceeds_krw
    from financings
    group by world_id, path_id, plan_id, company_number
),
placed as (
    select
        i.world_id,
        i.path_id,
        i.counted,
        i.invested_krw,
        i.proceeds_krw,
        e.from_multiple
    from items as i
    asof inner join edges as e on i.proceeds_krw::double / i.invested_krw >= e.from_multiple
)
select
    world_id,
    path_id,
    counted::varchar as counted,
    from_multiple,
    count(*)::bigint as item_count,
    sum(invested_krw)::bigint as invested_krw,
    sum(proceeds_krw)::bigint as proceeds_krw
from placed
group by world_id, path_id, counted, from_multiple
order by world_id, path_id, counted, from_multiple
