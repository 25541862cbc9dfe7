-- Returns of foreign investors side by side: in won before tax; in won after Korean tax, which is what they earn in
-- their own currency at a constant rate of exchange; in their own currency after tax at the rate of each quarter, and
-- the same with their hedge. Quantiles rank paths without a rate as rate_statistics does; row mean is the rate of
-- summed cash.
-- grain: scenario_id, party_id, statistic
-- units: rates per year; empty where none exists, with the reason in the status
-- source: METHOD.md "Currency of foreign investors", "Tax of foreign investors" and "IRR"
with rated as (
    select
        scenario_id,
        party_id,
        path_id,
        measure,
        rate,
        status,
        case when status = 'out of range' then -1 else rate end as ranked_rate
    from foreign_irrs
),
lists as (
    select
        scenario_id,
        party_id,
        measure,
        quantile_cont(ranked_rate, [0.05, 0.5, 0.95]) as rates,
        (count(*) filter (where status = 'total loss'))::bigint as total_loss_count,
        (count(*) filter (where status = 'out of range'))::bigint as no_rate_count
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
    from foreign_mean_irrs
    where path_group = 'random'
)
select
    r.scenario_id,
    s.scenario,
    r.party_id,
    p.party_code,
    p.party_kind,
    r.statistic,
    max(case when r.measure = 'net' then r.rate end) as irr_won_rate,
    max(case when r.measure = 'net' then r.status end) as irr_won_status,
    max(case when r.measure = 'after_tax' then r.rate end) as irr_constant_rate,
    max(case when r.measure = 'after_tax' then r.status end) as irr_constant_status,
    max(case when r.measure = 'own_unhedged' then r.rate end) as irr_own_unhedged_rate,
    max(case when r.measure = 'own_unhedged' then r.status end) as irr_own_unhedged_status,
    max(case when r.measure = 'own' then r.rate end) as irr_own_rate,
    max(case when r.measure = 'own' then r.status end) as irr_own_status
from rates as r
inner join scenarios as s on s.scenario_id = r.scenario_id
inner join parties as p on p.party_id = r.party_id
group by r.scenario_id, s.scenario, r.party_id, p.party_code, p.party_kind, r.statistic
order by r.scenario_id, r.party_id, r.statistic
