-- How many programmes enter and leave each phase by calendar year, second programmes after a failure included. A
-- company counts once, in full, from its first financing to its end; a licensed programme counts until it ends.
-- grain: world_id, path_id, phase, quarter
-- units: count_thousandths thousandths of a company, changes; quarter the last one of the year
-- source: startup_outcomes and, for the central case, startup_counts
with steps as (
    select o.world_id, o.path_id, o.phase, k.kind_code, o.quarter // 4 as year_number, o.count_thousandths
    from startup_outcomes as o
    inner join startup_kinds as k on k.kind_id = o.kind
    union all by name
    select c.world_id, c.path_id, c.phase, k.kind_code, c.quarter // 4 as year_number, c.count_thousandths
    from startup_counts as c
    inner join startup_kinds as k on k.kind_id = c.kind
),
changes as (
    -- an event other than the first financing ends the phase that it names
    select
        world_id, path_id, phase, year_number,
        case when kind_code = 'invest' then count_thousandths else -count_thousandths end as count_thousandths
    from steps
    union all by name
    select world_id, path_id, phase + 1 as phase, year_number, count_thousandths
    from steps
    where kind_code in ('advance', 'license', 'milestone')
    union all by name
    select world_id, path_id, greatest(phase - 1, 0) as phase, year_number, count_thousandths
    from steps
    where kind_code = 'pivot'
)
select
    world_id,
    path_id,
    phase::integer as phase,
    ((year_number + 1) * 4 - 1)::integer as quarter,
    sum(count_thousandths)::bigint as count_thousandths
from changes
group by world_id, path_id, phase, year_number
order by world_id, path_id, phase, quarter
