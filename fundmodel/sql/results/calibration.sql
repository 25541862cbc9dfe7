-- The model beside every published figure: how far it is off, and whether that is inside the published range, or,
-- where only one figure is published, inside the tolerance. A verdict of above or below is a miss that stands as it
-- is: nothing is tuned to make it go away.
-- grain: scenario_id, measure, subject, published_for, source
-- units: low, central, high, model_value, gap, p5 and p95 in the unit named; gap = model less the published central
--        figure, or less the nearer end where only a range is published; gap_share the same as a part of it
-- source: calibration_model, published_figures; METHOD.md, "Calibration"
with compared as (
    select
        s.scenario_id,
        s.scenario,
        p.measure,
        p.subject,
        p.published_for,
        p.source,
        p.unit,
        m.model_value,
        m.p5,
        m.p95,
        p.low,
        p.central,
        p.high,
        coalesce(p.central, least(greatest(m.model_value, p.low), p.high)) as reference,
        a.calibration_tolerance_share,
        p.verification,
        p.url
    from scenarios as s
    cross join published_figures as p
    inner join policy_assumptions as a on a.scenario_id = s.scenario_id
    left join calibration_model as m
        on m.scenario_id = s.scenario_id and m.measure = p.measure and m.subject = p.subject
)
select
    scenario_id,
    scenario,
    measure,
    subject,
    published_for,
    source,
    unit,
    model_value,
    p5,
    p95,
    low as published_low,
    central as published_central,
    high as published_high,
    model_value - reference as gap,
    case when reference <> 0 then (model_value - reference) / abs(reference) end as gap_share,
    (case
        when model_value is null then 'no random paths'
        when low is not null and high is not null and model_value between low and high then 'agrees'
        when abs(model_value - reference) <= calibration_tolerance_share * abs(reference) then 'agrees'
        when model_value > reference then 'above'
        else 'below'
    end)::varchar as verdict,
    verification,
    url
from compared
order by scenario_id, measure, subject, published_for, source
