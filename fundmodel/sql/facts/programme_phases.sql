-- What is published about each phase of a drug programme, area by area where the source tells areas apart.
-- Success in the model moves with success_multiplier; prices in the value ladder keep to the published success.
-- grain: world_id, area_id, phase_id
-- units: shares 0..1; duration_years mean; trial_cost_ratio trial cost of the area over the mean of all areas,
--        1 where no cost is sourced
-- source: datasets/drug_phases.csv (success BIO/QLS 2011-2020, durations DiMasi 2003 and Paul 2010, cost HHS/ERG)
with mean_costs as (
    select phase_code, sum(value::bigint)::bigint / count(*) as mean_cost_usd
    from drug_phases_data
    where metric = 'trial_cost_usd' and area_code <> 'all'
    group by phase_code
)
select
    s.world_id,
    a.area_id,
    p.phase_id,
    least(1, coalesce(success.value, any_success.value) * s.success_multiplier)::double as success_share,
    coalesce(success.value, any_success.value)::double as published_success_share,
    coalesce(lasting.value, any_lasting.value)::double as duration_years,
    coalesce(cost.value / m.mean_cost_usd, 1)::double as trial_cost_ratio
from startups_assumptions as s
cross join areas as a
inner join phases as p on p.phase_code <> 'APP'
left join drug_phases_data as success
    on success.metric = 'success_probability'
    and success.phase_code = p.phase_code
    and success.area_code = a.area_code
left join drug_phases_data as any_success
    on any_success.metric = 'success_probability'
    and any_success.phase_code = p.phase_code
    and any_success.area_code = 'all'
left join drug_phases_data as lasting
    on lasting.metric = 'duration_years'
    and lasting.phase_code = p.phase_code
    and lasting.area_code = a.area_code
left join drug_phases_data as any_lasting
    on any_lasting.metric = 'duration_years'
    and any_lasting.phase_code = p.phase_code
    and any_lasting.area_code = 'all'
left join drug_phases_data as cost
    on cost.metric = 'trial_cost_usd'
    and cost.phase_code = p.phase_code
    and cost.area_code = a.area_code
left join mean_costs as m on m.phase_code = p.phase_code
order by s.world_id, a.area_id, p.phase_id
