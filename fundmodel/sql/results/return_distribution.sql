-- How net returns of every party are distributed over the random paths: the value that each percent of the
-- paths stays below. A path whose cash is a loss at every rate counts as a total loss, so that no losing path
-- is left out; paths on which a party paid nothing in do not count.
-- grain: scenario_id, party_id, measure, percent
-- units: percent of random paths, 1 to 99; value per year for irr_net, multiple of paid-in for tvpi
-- source: METHOD.md "Paths" and "IRR"
with path_values as (
    select
        scenario_id,
        party_id,
        'irr_net' as measure,
        case when status = 'out of range' then -1 else rate end as value
    from irrs
    where path_id > 0 and measure = 'net'
    union all by name
    select
        scenario_id,
        party_id,
        'tvpi' as measure,
        distributed_krw::double / paid_in_krw as value
    from party_totals
    where path_id > 0 and paid_in_krw > 0
),
lists as (
    select
        scenario_id,
        party_id,
        measure,
        count(value)::bigint as path_count,
        quantile_cont(value, list_transform(range(1, 100), lambda p: p / 100)) as found
    from path_values
    group by scenario_id, party_id, measure
)
select
    l.scenario_id,
    s.scenario,
    l.party_id,
    p.party_code,
    p.party_kind,
    l.measure,
    n.percent::int as percent,
    l.found[n.percent]::double as value,
    l.path_count
from lists as l
inner join scenarios as s on s.scenario_id = l.scenario_id
inner join parties as p on p.party_id = l.party_id
cross join (select unnest(range(1, 100)) as percent) as n
where l.path_count > 0
order by l.scenario_id, l.party_id, l.measure, n.percent
