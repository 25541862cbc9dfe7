-- Rates of return of every party: on the central case, over the random paths, and of their mean cash.
-- Quantiles leave no losing path out, or payers of first loss would look better the more they pay: where a
-- path has several rates the one nearest 0 counts, where it has none because cash is a loss at every rate
-- (out of range) it ranks with a total loss, below all rates. Only paths on which nothing was paid in (no
-- sign change) do not count. Row mean is the rate of summed cash, not the mean of rates. A quantile without a
-- rate carries its reason.
-- grain: scenario_id, party_id, measure, statistic
-- units: rates per year; single_rate_share of random paths; below_hurdle_share of those that count
-- source: METHOD.md "Paths" and "IRR"
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
        case when i.status = 'out of range' then -1 else i.rate end as ranked_rate,
        k.hurdle_rate
    from irrs as i
    inner join parties_known as k on k.scenario_id = i.scenario_id and k.party_id = i.party_id
),
lists as (
    select
        scenario_id,
        party_id,
        measure,
        quantile_cont(ranked_rate, [0.05, 0.5, 0.95]) as rates,
        count(*)::bigint as path_count,
        count(ranked_rate)::bigint as ranked_count,
        (count(*) filter (where status in ('ok', 'total loss')))::bigint as single_count,
        (count(*) filter (where status = 'total loss'))::bigint as total_loss_count,
        (count(*) filter (where status = 'out of range'))::bigint as no_rate_count,
        (count(*) filter (where ranked_rate < hurdle_rate))::bigint as below_count
    from rated
    where path_id > 0
    group by scenario_id, party_id, measure
),
quantiles as (
    select
        scenario_id,
        party_id,
        measure,
        unnest(['p5', 'median', 'p95']) as statistic,
        unnest(rates) as ranked_rate,
        no_rate_count > total_loss_count as is_lowest_without_rate
    from lists
),
rates as (
    select scenario_id, party_id, measure, 'central' as statistic, rate, status
    from rated
    where path_id = 0
    union all by name
    select
        scenario_id,
        party_id,
        measure,
        statistic,
        case when ranked_rate > -1 or not is_lowest_without_rate then ranked_rate end as rate,
        case
            when ranked_rate is null then 'no sign change'
            when ranked_rate > -1 then 'ok'
            when is_lowest_without_rate then 'out of range'
            else 'total loss'
        end as status
    from quantiles
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
    l.single_count::double / l.path_count as single_rate_share,
    case when l.ranked_count > 0 then l.below_count::double / l.ranked_count end as below_hurdle_share
from rates as r
inner join parties_known as k on k.scenario_id = r.scenario_id and k.party_id = r.party_id
left join lists as l on l.scenario_id = r.scenario_id and l.party_id = r.party_id and l.measure = r.measure
order by r.scenario_id, r.party_id, r.measure, r.statistic
