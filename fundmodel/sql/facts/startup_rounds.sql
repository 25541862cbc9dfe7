-- How the later rounds of companies are priced on random paths: pre-money beside what the company was worth after its
-- round before, counted as up, flat or down. Rounds follow the ladder and the market of their quarter; the first round
-- of a second programme is priced as a company of its phase. Entries have no round before and are not counted.
-- grain: world_id, path_id, phase_id, year_number
-- units: rounds of the companies of the plan; year_number years from quarter 0
-- source: METHOD.md, "Financing of startups"; startup_events, startup_ladder, market_paths, startup_absorption
with rounds as (
    select
        e.world_id,
        e.path_id,
        e.plan_id,
        e.company_number,
        e.quarter,
        e.lot_phase::integer as phase_id,
        e.round_pivot >= 0 as is_second,
        l.pre_money_krw * pow(m.equity_factor, s.round_market_weight_share) as pre_money_krw,
        l.round_krw,
        case when e.round_pivot = -1 and e.lot_phase = p.entry_phase then a.entry_price_multiple else 1 end as price,
        s.flat_round_tolerance_share as tolerance
    from startup_events as e
    inner join startup_kinds as k on k.kind_id = e.kind and k.kind_code = 'invest'
    inner join company_plan as p
        on p.world_id = e.world_id and p.plan_id = e.plan_id and e.company_number <= p.company_count
    inner join startups_assumptions as s on s.world_id = e.world_id
    inner join startup_ladder as l
        on l.world_id = e.world_id and l.area_id = p.area_id and l.phase_id = e.lot_phase
    inner join market_paths as m
        on m.world_id = e.world_id and m.path_id = e.path_id and m.quarter = e.quarter
    inner join startup_absorption as a on a.world_id = e.world_id and a.year_number = e.quarter // 4
    where e.tranche_quarters = 0
),
valued as (
    select *, price * (pre_money_krw + round_krw) as post_money_krw from rounds
),
followed as (
    select
        *,
        lag(post_money_krw, 1) over (
            partition by world_id, path_id, plan_id, company_number
            order by quarter
        ) as earlier_krw
    from valued
),
steps as (
    select
        world_id,
        path_id,
        phase_id,
        quarter::integer // 4 as year_number,
        is_second,
        tolerance,
        pre_money_krw / earlier_krw as step_multiple
    from followed
)
select
    world_id,
    path_id,
    phase_id,
    year_number,
    (count(*) filter (where step_multiple > 1 + tolerance))::bigint as up_count,
    (count(*) filter (where step_multiple between 1 - tolerance and 1 + tolerance))::bigint as flat_count,
    (count(*) filter (where step_multiple < 1 - tolerance))::bigint as down_count,
    (count(*) filter (where is_second))::bigint as second_programme_count,
    (count(*) filter (where is_second and step_multiple < 1 - tolerance))::bigint as second_programme_down_count
from steps
where step_multiple is not null
group by world_id, path_id, phase_id, year_number
order by world_id, path_id, phase_id, year_number
