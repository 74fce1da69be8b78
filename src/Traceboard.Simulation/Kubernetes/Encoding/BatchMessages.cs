namespace Traceboard.Simulation.Kubernetes.Encoding;

/// <summary>Field numbers of <c>k8s.io/api/batch/v1</c> (its generated.proto), in the notation of <see cref="MessageTable"/>.</summary>
internal static class BatchMessages
{
    public const string Table = """
        CronJob: metadata=1:ObjectMeta spec=2:CronJobSpec status=3:CronJobStatus
        CronJobList: metadata=1:ListMeta items=2:[]CronJob
        CronJobSpec: schedule=1 startingDeadlineSeconds=2:int concurrencyPolicy=3 suspend=4:bool jobTemplate=5:JobTemplateSpec
          successfulJobsHistoryLimit=6:int failedJobsHistoryLimit=7:int timeZone=8
        CronJobStatus: active=1:[]ObjectReference lastScheduleTime=4:time lastSuccessfulTime=5:time
        Job: metadata=1:ObjectMeta spec=2:JobSpec status=3:JobStatus
        JobCondition: type=1 status=2 lastProbeTime=3:time lastTransitionTime=4:time reason=5 message=6
        JobList: metadata=1:ListMeta items=2:[]Job
        JobSpec: parallelism=1:int completions=2:int activeDeadlineSeconds=3:int selector=4:LabelSelector manualSelector=5:bool template=6:PodTemplateSpec
          backoffLimit=7:int ttlSecondsAfterFinished=8:int completionMode=9 suspend=10:bool podFailurePolicy=11:PodFailurePolicy backoffLimitPerIndex=12:int
          maxFailedIndexes=13:int podReplacementPolicy=14 managedBy=15 successPolicy=16:SuccessPolicy
        JobStatus: conditions=1:[]JobCondition startTime=2:time completionTime=3:time active=4:int succeeded=5:int failed=6:int completedIndexes=7
          uncountedTerminatedPods=8:UncountedTerminatedPods ready=9:int failedIndexes=10 terminating=11:int
        JobTemplateSpec: metadata=1:ObjectMeta spec=2:JobSpec
        PodFailurePolicy: rules=1:[]PodFailurePolicyRule
        PodFailurePolicyOnExitCodesRequirement: containerName=1 operator=2 values=3:[]int
        PodFailurePolicyOnPodConditionsPattern: type=1 status=2
        PodFailurePolicyRule: action=1 onExitCodes=2:PodFailurePolicyOnExitCodesRequirement onPodConditions=3:[]PodFailurePolicyOnPodConditionsPattern
        SuccessPolicy: rules=1:[]SuccessPolicyRule
        SuccessPolicyRule: succeededIndexes=1 succeededCount=2:int
        UncountedTerminatedPods: succeeded=1:[] failed=2:[]
        """;
}
