-- What a second phase is worth to the owners of one plant of each site: never building it, building both phases at
-- once, or keeping the option to build it when the plant is full. Differences are taken path by path, on the same
-- luck; quantiles of a difference are over the random paths. What the option is worth is its mean over the better of
-- the two plans that decide before anything is known.
-- grain: scenario_id, facility_code, statistic
-- units: whole won at the start of building, one plant; exercised_share 0..1 of paths, the same in every row of a site
-- source: METHOD.md, "Plants: second phase"
with named as (
    select
        s.scenario_id,
        s.scenario,
        p.facility_code,
        v.path_id,
        v.never_npv_krw,
        v.at_once_npv_krw,
        v.option_npv_krw,
        v.at_once_npv_krw - v.never_npv_krw as at_once_gain_krw,
        v.option_npv_krw - v.never_npv_krw as option_gain_krw,
        v.built_thousandths
    from facility_phases as v
    inner join scenarios as s on s.world_id = v.world_id
    inner join facility_plan as p on p.world_id = v.world_id and p.facility_id = v.facility_id
),
random_paths as (
    select
        scenario_id,
        scenario,
        facility_code,
        count(*)::bigint as path_count,
        sum(never_npv_krw)::bigint as never_krw,
        sum(at_once_npv_krw)::bigint as at_once_krw,
        sum(option_npv_krw)::bigint as option_krw,
        sum(built_thousandths)::bigint as built_thousandths,
        quantile_cont(never_npv_krw, [0.05, 0.5, 0.95]) as never_levels,
        quantile_cont(at_once_npv_krw, [0.05, 0.5, 0.95]) as at_once_levels,
        quantile_cont(option_npv_krw, [0.05, 0.5, 0.95]) as option_levels,
        quantile_cont(at_once_gain_krw, [0.05, 0.5, 0.95]) as at_once_gains,
        quantile_cont(option_gain_krw, [0.05, 0.5, 0.95]) as option_gains
    from named
    where path_id > 0
    group by scenario_id, scenario, facility_code
),
levels as (
    select
        scenario_id, scenario, facility_code, 'central' as statistic, never_npv_krw::double as never,
        at_once_npv_krw::double as at_once, option_npv_krw::double as option, at_once_gain_krw::double as at_once_gain,
        option_gain_krw::double as option_gain, built_thousandths / 1000 as exercised
    from named
    where path_id = 0
    union all by name
    select
        scenario_id, scenario, facility_code, 'mean' as statistic, never_krw / path_count as never,
        at_once_krw / path_count as at_once, option_krw / path_count as option,
        (at_once_krw - never_krw) / path_count as at_once_gain, (option_krw - never_krw) / path_count as option_gain,
        built_thousandths / path_count / 1000 as exercised
    from random_paths
    union all by name
    select
        scenario_id, scenario, facility_code, unnest(['p5', 'median', 'p95']) as statistic,
        unnest(never_levels) as never, unnest(at_once_levels) as at_once, unnest(option_levels) as option,
        unnest(at_once_gains) as at_once_gain, unnest(option_gains) as option_gain,
        built_thousandths / path_count / 1000 as exercised
    from random_paths
)
select
    scenario_id,
    scenario,
    facility_code,
    statistic,
    round(never)::bigint as never_npv_krw,
    round(at_once)::bigint as at_once_npv_krw,
    round(option)::bigint as option_npv_krw,
    round(at_once_gain)::bigint as at_once_gain_krw,
    round(option_gain)::bigint as option_gain_krw,
    case when statistic = 'mean' then round(option_gain - greatest(0, at_once_gain))::bigint end as option_value_krw,
    exercised::double as exercised_share
from levels
order by scenario_id, facility_code, statistic
