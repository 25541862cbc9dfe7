-- The most that one company has asked of its fund so far: on random paths over all rounds up to a year in which the
-- fund pays, second programmes included; on path 0, which has no companies, over all rounds of one programme, from
-- the fund's first year on.
-- grain: world_id, path_id, fund_id, year_number
-- units: largest_krw whole won to date, before the limits of the fund's money; year_number years from quarter 0
-- source: METHOD.md, "Mandates"; startup_events, startup_lots
with cheques as (
    select
        e.world_id,
        e.path_id,
        p.fund_id,
        e.quarter::integer // 4 as year_number,
        sum(l.cheque_krw) over (
            partition by e.world_id, e.path_id, e.plan_id, e.company_number
            order by e.quarter
            range between unbounded preceding and current row
        )::bigint as so_far_krw
    from startup_events as e
    inner join startup_kinds as k on k.kind_id = e.kind and k.kind_code = 'invest'
    inner join company_plan as p
        on p.world_id = e.world_id and p.plan_id = e.plan_id and e.company_number <= p.company_count
    inner join startup_lots as l
        on l.world_id = e.world_id
        and l.area_id = p.area_id
        and l.entry_phase = p.entry_phase
        and l.round_pivot = e.round_pivot
        and l.lot_phase = e.lot_phase
        and l.tranche = (e.tranche_quarters > 0)::integer
),
plans as (
    select p.world_id, p.fund_id, p.plan_id, p.start_quarter // 4 as year_number, sum(l.cheque_krw)::bigint as all_krw
    from company_plan as p
    inner join startup_lots as l
        on l.world_id = p.world_id
        and l.area_id = p.area_id
        and l.entry_phase = p.entry_phase
        and l.round_pivot = -1
    where p.company_count > 0
    group by p.world_id, p.fund_id, p.plan_id, p.start_quarter // 4
),
every_path as (
    select world_id, path_id, fund_id, year_number, so_far_krw
    from cheques
    union all by name
    select c.world_id, p.path_id, c.fund_id, c.year_number, c.all_krw as so_far_krw
    from plans as c
    inner join paths as p on p.path_id = 0
)
select
    world_id,
    path_id,
    fund_id,
    year_number::integer as year_number,
    max(so_far_krw)::bigint as largest_krw
from every_path
group by world_id, path_id, fund_id, year_number
order by world_id, path_id, fund_id, year_number
