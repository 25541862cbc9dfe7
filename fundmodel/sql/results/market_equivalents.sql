-- The whole and each class of investors against a market index: the path's own simulated index for projected flows,
-- which on path 0 earns its assumed return. KS-PME is money back over money in, carried with the index; direct alpha
-- is the yearly return beyond it; Long-Nickels and PME+ are what the same money earns in the index. Quantiles rank
-- paths without a rate as rate_statistics does, but those of Long-Nickels leave them out: it has none where the fund
-- beats the index by far.
-- grain: scenario_id, party_id, statistic
-- units: rates per year; multiples; shares of the random paths on which money was paid in: beats_index_share has a
-- KS-PME above 1, ln_pme_path_share a Long-Nickels rate
-- source: METHOD.md "Against the market"
with long_form as (
    select
        scenario_id,
        party_id,
        path_id,
        unnest(['irr', 'direct_alpha', 'ln_pme', 'pme_plus']) as measure,
        unnest([irr_rate, direct_alpha_rate, ln_pme_rate, pme_plus_rate]) as rate,
        unnest([irr_status, direct_alpha_status, ln_pme_status, pme_plus_status]) as status
    from path_equivalents
),
-- no rate is a loss for the fund's own cash; Long-Nickels has none where the fund beats the index by far
ranked as (
    select *, status = 'out of range' and measure <> 'ln_pme' as is_lost
    from long_form
),
lists as (
    select
        scenario_id,
        party_id,
        measure,
        quantile_cont(case when is_lost then -1 else rate end, [0.05, 0.5, 0.95]) as rates,
        count(rate)::bigint as rate_count,
        (count(*) filter (where status = 'total loss'))::bigint as total_loss_count,
        (count(*) filter (where is_lost))::bigint as no_rate_count
    from ranked
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
    from long_form
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
),
multiple_lists as (
    select
        scenario_id,
        party_id,
        quantile_cont(ks_pme_multiple, [0.05, 0.5, 0.95]) as multiples,
        count(ks_pme_multiple)::bigint as path_count,
        (count(*) filter (where ks_pme_multiple > 1))::bigint as beating_count
    from path_equivalents
    where path_id > 0
    group by scenario_id, party_id
),
multiples as (
    select scenario_id, party_id, 'central' as statistic, ks_pme_multiple
    from path_equivalents
    where path_id = 0
    union all by name
    select
        scenario_id,
        party_id,
        unnest(['p5', 'median', 'p95']) as statistic,
        unnest(multiples) as ks_pme_multiple
    from multiple_lists
),
wide as (
    select
        scenario_id,
        party_id,
        statistic,
        max(case when measure = 'irr' then rate end) as irr_rate,
        max(case when measure = 'irr' then status end) as irr_status,
        max(case when measure = 'direct_alpha' then rate end) as direct_alpha_rate,
        max(case when measure = 'direct_alpha' then status end) as direct_alpha_status,
        max(case when measure = 'ln_pme' then rate end) as ln_pme_rate,
        max(case when measure = 'ln_pme' then status end) as ln_pme_status,
        max(case when measure = 'pme_plus' then rate end) as pme_plus_rate,
        max(case when measure = 'pme_plus' then status end) as pme_plus_status
    from rates
    group by scenario_id, party_id, statistic
)
select
    w.scenario_id,
    s.scenario,
    w.party_id,
    p.party_code,
    p.party_kind,
    w.statistic,
    w.irr_rate,
    w.irr_status,
    m.ks_pme_multiple,
    case when m.ks_pme_multiple is null then 'nothing paid in' else 'ok' end as ks_pme_status,
    w.direct_alpha_rate,
    w.direct_alpha_status,
    w.ln_pme_rate,
    w.ln_pme_status,
    w.pme_plus_rate,
    w.pme_plus_status,
    case when l.path_count > 0 then l.beating_count::double / l.path_count end as beats_index_share,
    case when l.path_count > 0 then n.rate_count::double / l.path_count end as ln_pme_path_share,
    a.index_return_rate
from wide as w
inner join multiples as m
    on m.scenario_id = w.scenario_id and m.party_id = w.party_id and m.statistic = w.statistic
inner join scenarios as s on s.scenario_id = w.scenario_id
inner join parties as p on p.party_id = w.party_id
inner join policy_assumptions as a on a.scenario_id = w.scenario_id
left join multiple_lists as l on l.scenario_id = w.scenario_id and l.party_id = w.party_id
left join lists as n on n.scenario_id = w.scenario_id and n.party_id = w.party_id and n.measure = 'ln_pme'
order by w.scenario_id, w.party_id, w.statistic
