-- What is published about each phase of a drug programme, area by area where the source tells areas apart, or from a
-- transition matrix for all areas alike. Success in the model moves with success_multiplier and talent, clinical
-- durations with a regulatory sandbox; prices in the value ladder keep to what is published.
-- grain: world_id, area_id, phase_id
-- units: shares 0..1; durations in years, mean; trial_cost_ratio trial cost of the area over the mean of all areas,
--        1 where no cost is sourced; step_up_multiple published value after success over that before, 1 where none is
--        stated; round_need_share part of a round that is needed once clusters share their cost
-- source: datasets/drug_phases.csv (success BIO/QLS 2011-2020, durations DiMasi 2003 and Paul 2010, cost HHS/ERG);
--         phase_chain; METHOD.md, "Policy levers"
with mean_costs as (
    select phase_code, sum(value::bigint)::bigint / count(*) as mean_cost_usd
    from drug_phases_data
    where metric = 'trial_cost_usd' and area_code <> 'all'
    group by phase_code
),
stated as (
    select
        a.area_id,
        p.phase_id,
        d.metric,
        max(d.value) filter (where d.area_code = a.area_code) as own_value,
        max(d.value) filter (where d.area_code = 'all') as any_value
    from areas as a
    cross join phases as p
    inner join drug_phases_data as d on d.phase_code = p.phase_code and d.area_code in (a.area_code, 'all')
    group by a.area_id, p.phase_id, d.metric
),
by_phase as (
    select
        area_id,
        phase_id,
        max(coalesce(own_value, any_value)) filter (where metric = 'success_probability') as success_share,
        max(coalesce(own_value, any_value)) filter (where metric = 'duration_years') as duration_years,
        max(own_value) filter (where metric = 'trial_cost_usd') as trial_cost_usd,
        max(any_value) filter (where metric = 'value_step_up') as step_up_multiple
    from stated
    group by area_id, phase_id
),
published as (
    select
        s.world_id,
        a.area_id,
        p.phase_id,
        p.phase_code in ('P1', 'P2', 'P3') as is_clinical,
        s.success_multiplier * (1 + l.talent_success_uplift_share) as uplift,
        1 - l.sandbox_time_saving_share as time_share,
        1 - l.cluster_cost_saving_share as round_need_share,
        case when s.transition_source = 'matrix' then chain.success_share else b.success_share end as success_share,
        case when s.transition_source = 'matrix' then chain.duration_years else b.duration_years end
            as duration_years,
        coalesce(b.trial_cost_usd / m.mean_cost_usd, 1) as trial_cost_ratio,
        coalesce(b.step_up_multiple, 1) as step_up_multiple
    from startups_assumptions as s
    inner join plan_assumptions as l on l.world_id = s.world_id
    cross join areas as a
    inner join phases as p on p.phase_code <> 'APP'
    inner join phase_chain as chain on chain.phase_id = p.phase_id
    left join by_phase as b on b.area_id = a.area_id and b.phase_id = p.phase_id
    left join mean_costs as m on m.phase_code = p.phase_code
)
select
    world_id,
    area_id,
    phase_id,
    least(1, success_share * uplift)::double as success_share,
    success_share::double as published_success_share,
    (duration_years * case when is_clinical then time_share else 1 end)::double as duration_years,
    duration_years::double as published_duration_years,
    trial_cost_ratio::double as trial_cost_ratio,
    round_need_share::double as round_need_share,
    step_up_multiple::double as step_up_multiple
from published
order by world_id, area_id, phase_id
