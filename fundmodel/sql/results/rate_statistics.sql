-- Rates of return of every party: on the central case, over the random paths, and of their mean cash. A
-- quantile is taken over the paths on which one rate exists (status ok, or total loss with rate -1); where
-- there is none, the row carries the most frequent reason. Row mean is the rate of summed cash, not the mean
-- of rates.
-- grain: scenario_id, party_id, measure, statistic
-- units: rates per year; shares of random paths
-- source: MODEL.md "Paths" and "IRR"
with parties_known as (
    select
        s.scenario_id,
        p.party_id,
        case
            when k.party_code = 'foreign' then w.foreign_hurdle_rate
            when k.party_code = 'public' or f.level = 0 then w.mega_hurdle_rate
            else w.hurdle_rate
        end as hurdle_rate
    from scenarios as s
    inner join waterfall_assumptions as w on w.scenario_id = s.scenario_id
    cross join parties as p
    left join parties as k on k.party_kind = 'class' and k.class_id = p.class_id
    left join funds as f on f.scenario_id = s.scenario_id and f.fund_id = p.fund_id and p.party_kind = 'fund'
),
rated as (
    select
        i.scenario_id,
        i.party_id,
        i.path_id,
        i.measure,
        i.status,
        i.rate,
        case when i.status in ('ok', 'total loss') then i.rate end as single_rate,
        k.hurdle_rate
    from irrs as i
    inner join parties_known as k on k.scenario_id = i.scenario_id and k.party_id = i.party_id
),
lists as (
    select
        scenario_id,
        party_id,
        measure,
        quantile_cont(single_rate, [0.05, 0.5, 0.95]) as rates,
        count(*)::bigint as path_count,
        count(single_rate)::bigint as rated_count,
        (count(single_rate) filter (where single_rate < hurdle_rate))::bigint as below_count
    from rated
    where path_id > 0
    group by scenario_id, party_id, measure
),
reason_counts as (
    select scenario_id, party_id, measure, status, count(*)::bigint as reason_count
    from rated
    where path_id > 0 and single_rate is null
    group by scenario_id, party_id, measure, status
),
reasons as (
    select scenario_id, party_id, measure, status
    from reason_counts
    qualify row_number() over (partition by scenario_id, party_id, measure order by reason_count desc, status) = 1
),
quantiles as (
    select scenario_id, party_id, measure, unnest(['p5', 'median', 'p95']) as statistic, unnest(rates) as rate
    from lists
),
rates as (
    select scenario_id, party_id, measure, 'central' as statistic, rate, status
    from rated
    where path_id = 0
    union all by name
    select
        q.scenario_id,
        q.party_id,
        q.measure,
        q.statistic,
        q.rate,
        case when q.rate is null then r.status when q.rate = -1 then 'total loss' else 'ok' end as status
    from quantiles as q
    left join reasons as r on r.scenario_id = q.scenario_id and r.party_id = q.party_id and r.measure = q.measure
    union all by name
    select scenario_id, party_id, measure, 'mean' as statistic, rate, status
    from mean_cash_irrs
    where path_group = 'random'
)
select
    r.scenario_id,
    r.party_id,
    r.measure,
    r.statistic,
    r.rate::double as rate,
    r.status,
    k.hurdle_rate,
    l.rated_count::double / l.path_count as rated_share,
    case when l.rated_count > 0 then l.below_count::double / l.rated_count end as below_hurdle_share
from rates as r
inner join parties_known as k on k.scenario_id = r.scenario_id and k.party_id = r.party_id
left join lists as l on l.scenario_id = r.scenario_id and l.party_id = r.party_id and l.measure = r.measure
order by r.scenario_id, r.party_id, r.measure, r.statistic
