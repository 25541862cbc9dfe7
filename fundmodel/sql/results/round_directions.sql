-- How many of the companies' later rounds are up, flat and down rounds: over all random paths, by year and by phase,
-- and how many of the down rounds are those of companies whose first programme failed. Beside them stands the lowest
-- and the highest published share of down rounds.
-- grain: scenario_id, grouped, item
-- units: grouped all, year or phase; item the year or the code of the phase; counts of rounds over all random paths;
--        mean_rounds rounds a path; shares 0..1 of the rounds of the row; no rows without random paths
-- source: METHOD.md, "Financing of startups"; startup_rounds; datasets/benchmarks.csv for what is published
with random_paths as (
    -- Every random path has moves of the exchange rate, whatever companies there are.
    select world_id, count(distinct path_id)::bigint as path_count
    from exchange_rate_moves
    group by world_id
),
told as (
    select min(central) as published_low_share, max(central) as published_high_share
    from published_figures
    where measure = 'share_of_rounds' and subject = 'down'
),
named as (
    select
        s.scenario_id,
        s.scenario,
        p.path_count,
        (t.first_year + r.year_number)::varchar as year,
        h.phase_code,
        r.up_count,
        r.flat_count,
        r.down_count,
        r.second_programme_count,
        r.second_programme_down_count
    from startup_rounds as r
    inner join scenarios as s on s.world_id = r.world_id
    inner join random_paths as p on p.world_id = r.world_id
    inner join phases as h on h.phase_id = r.phase_id
    cross join run_settings as t
),
grouped_rows as (
    select *, 'all' as grouped, 'all' as item from named
    union all by name
    select *, 'year' as grouped, year as item from named
    union all by name
    select *, 'phase' as grouped, phase_code as item from named
),
added as (
    select
        scenario_id,
        scenario,
        grouped,
        item,
        path_count,
        sum(up_count)::bigint as up_count,
        sum(flat_count)::bigint as flat_count,
        sum(down_count)::bigint as down_count,
        sum(second_programme_count)::bigint as second_programme_count,
        sum(second_programme_down_count)::bigint as second_programme_down_count
    from grouped_rows
    group by scenario_id, scenario, grouped, item, path_count
)
select
    a.scenario_id,
    a.scenario,
    a.grouped::varchar as grouped,
    a.item::varchar as item,
    a.path_count,
    a.up_count,
    a.flat_count,
    a.down_count,
    a.second_programme_count,
    a.second_programme_down_count,
    (a.up_count + a.flat_count + a.down_count)::double / a.path_count as mean_rounds,
    a.up_count::double / (a.up_count + a.flat_count + a.down_count) as up_share,
    a.flat_count::double / (a.up_count + a.flat_count + a.down_count) as flat_share,
    a.down_count::double / (a.up_count + a.flat_count + a.down_count) as down_share,
    t.published_low_share,
    t.published_high_share
from added as a
cross join told as t
order by a.scenario_id, grouped, item
