-- Is a net return believable? The programme's and each investor class's net IRR against the range of
-- comparable Korean funds. Red above the high or below the low bound, amber above what a policy bio fund
-- needs to justify, else green.
-- grain: scenario_id, party_id, statistic
-- units: rates per year; level green, amber or red; reason a code for the words of a screen
-- source: METHOD.md "Asset economics that give sane numbers"; bounds of policy_assumptions; range of
-- datasets/benchmarks.csv
with sourced as (
    select low, high, period, source, url
    from benchmarks_data
    where geography = 'KR' and metric = 'irr_implied_liquidated'
),
judged as (
    select
        m.scenario_id,
        m.scenario,
        m.party_id,
        m.party_code,
        m.party_kind,
        m.statistic,
        m.irr_net_rate,
        m.irr_net_status,
        a.sanity_amber_irr,
        a.sanity_red_low_irr,
        a.sanity_red_high_irr,
        case
            when m.irr_net_rate is null then 'no_rate'
            when m.irr_net_status = 'several roots' then 'several_roots'
            when m.irr_net_rate > a.sanity_red_high_irr then 'above_red'
            when m.irr_net_rate < a.sanity_red_low_irr then 'below_red'
            when m.irr_net_rate > a.sanity_amber_irr then 'above_amber'
            else 'in_range'
        end as reason_code
    from metrics as m
    inner join policy_assumptions as a on a.scenario_id = m.scenario_id
    where m.party_kind in ('whole', 'class') and m.party_code <> 'gp' and m.statistic in ('central', 'median', 'mean')
)
select
    j.scenario_id,
    j.scenario,
    j.party_id,
    j.party_code,
    j.party_kind,
    j.statistic,
    j.irr_net_rate,
    j.irr_net_status,
    case
        when j.reason_code = 'in_range' then 'green'
        when j.reason_code in ('above_amber', 'several_roots') then 'amber'
        else 'red'
    end as level,
    j.reason_code,
    j.sanity_red_low_irr as red_low_rate,
    j.sanity_amber_irr as amber_rate,
    j.sanity_red_high_irr as red_high_rate,
    s.low::double as sourced_low_rate,
    s.high::double as sourced_high_rate,
    s.period as sourced_period,
    s.source as sourced_from,
    s.url as sourced_url
from judged as j
left join sourced as s on true
order by j.scenario_id, j.party_id, j.statistic
