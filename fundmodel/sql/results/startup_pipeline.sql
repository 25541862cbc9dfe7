-- How many companies are in each phase at the end of each year, and in all phases together. A company counts in full
-- until its own end: failure, listing, sale or approval; what a fund sells at its end goes on with its buyer.
-- grain: scenario_id, phase_code, statistic, year
-- units: companies; mean, p10 and p90 are over the random paths, cell by cell; place orders phases, 0 is all
-- source: METHOD.md, "Startup pipeline"; startup_stages
with year_numbers as (
    select unnest(range(0, n_quarters, 4)) // 4 as year_number, first_year
    from run_settings
),
world_paths as (
    select distinct s.world_id, t.path_id
    from party_totals as t
    inner join scenarios as s on s.scenario_id = t.scenario_id
),
changes as (
    select world_id, path_id, phase + 1 as place, quarter // 4 as year_number, count_thousandths
    from startup_stages
    union all by name
    select
        world_id, path_id, 0 as place, quarter // 4 as year_number,
        sum(count_thousandths)::bigint as count_thousandths
    from startup_stages
    group by world_id, path_id, quarter // 4
),
places as (
    select distinct world_id, place from changes
),
in_years as (
    select p.world_id, p.path_id, c.place, y.year_number, coalesce(a.count_thousandths, 0) as amount
    from world_paths as p
    inner join places as c on c.world_id = p.world_id
    cross join year_numbers as y
    left join changes as a
        on a.world_id = p.world_id
        and a.path_id = p.path_id
        and a.place = c.place
        and a.year_number = y.year_number
),
stocks as (
    select
        world_id, path_id, place, year_number,
        sum(amount) over (
            partition by world_id, path_id, place order by year_number
        )::bigint as amount
    from in_years
),
cells as (
    select
        world_id, place, year_number,
        (sum(amount) filter (where path_id = 0))::bigint as central,
        (count(*) filter (where path_id > 0))::bigint as path_count,
        (sum(amount) filter (where path_id > 0))::bigint as amount_sum,
        quantile_cont(amount, [0.1, 0.9]) filter (where path_id > 0) as amounts
    from stocks
    group by world_id, place, year_number
),
statistics as (
    select world_id, place, year_number, 'central' as statistic, central::double as amount
    from cells
    union all by name
    select world_id, place, year_number, 'mean' as statistic, amount_sum::double / path_count as amount
    from cells
    where path_count > 0
    union all by name
    select world_id, place, year_number, unnest(['p10', 'p90']) as statistic, unnest(amounts) as amount
    from cells
    where path_count > 0
)
select
    s.scenario_id,
    s.scenario,
    coalesce(h.phase_code, 'all')::varchar as phase_code,
    t.statistic::varchar as statistic,
    (y.first_year + t.year_number)::integer as year,
    t.place::integer as place,
    -- what is expected is rounded to thousandths kind by kind, so that nothing left may come out just below nothing
    greatest(t.amount / 1000, 0)::double as company_count
from statistics as t
inner join scenarios as s on s.world_id = t.world_id
inner join year_numbers as y on y.year_number = t.year_number
left join phases as h on h.phase_id = t.place - 1
order by s.scenario_id, phase_code, statistic, year
