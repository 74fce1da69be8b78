namespace Traceboard.Simulation.Kubernetes.Encoding;

/// <summary>Field numbers of <c>k8s.io/api/apps/v1</c> (its generated.proto), in the notation of <see cref="MessageTable"/>.</summary>
internal static class AppsMessages
{
    public const string Table = """
        DaemonSet: metadata=1:ObjectMeta spec=2:DaemonSetSpec status=3:DaemonSetStatus
        DaemonSetCondition: type=1 status=2 lastTransitionTime=3:time reason=4 message=5
        DaemonSetList: metadata=1:ListMeta items=2:[]DaemonSet
        DaemonSetSpec: selector=1:LabelSelector template=2:PodTemplateSpec updateStrategy=3:DaemonSetUpdateStrategy minReadySeconds=4:int
          revisionHistoryLimit=6:int
        DaemonSetStatus: currentNumberScheduled=1:int numberMisscheduled=2:int desiredNumberScheduled=3:int numberReady=4:int observedGeneration=5:int
          updatedNumberScheduled=6:int numberAvailable=7:int numberUnavailable=8:int collisionCount=9:int conditions=10:[]DaemonSetCondition
        DaemonSetUpdateStrategy: type=1 rollingUpdate=2:RollingUpdateDaemonSet
        Deployment: metadata=1:ObjectMeta spec=2:DeploymentSpec status=3:DeploymentStatus
        DeploymentCondition: type=1 status=2 reason=4 message=5 lastUpdateTime=6:time lastTransitionTime=7:time
        DeploymentList: metadata=1:ListMeta items=2:[]Deployment
        DeploymentSpec: replicas=1:int selector=2:LabelSelector template=3:PodTemplateSpec strategy=4:DeploymentStrategy minReadySeconds=5:int
          revisionHistoryLimit=6:int paused=7:bool progressDeadlineSeconds=9:int
        DeploymentStatus: observedGeneration=1:int replicas=2:int updatedReplicas=3:int availableReplicas=4:int unavailableReplicas=5:int
          conditions=6:[]DeploymentCondition readyReplicas=7:int collisionCount=8:int terminatingReplicas=9:int
        DeploymentStrategy: type=1 rollingUpdate=2:RollingUpdateDeployment
        ReplicaSet: metadata=1:ObjectMeta spec=2:ReplicaSetSpec status=3:ReplicaSetStatus
        ReplicaSetCondition: type=1 status=2 lastTransitionTime=3:time reason=4 message=5
        ReplicaSetList: metadata=1:ListMeta items=2:[]ReplicaSet
        ReplicaSetSpec: replicas=1:int selector=2:LabelSelector template=3:PodTemplateSpec minReadySeconds=4:int
        ReplicaSetStatus: replicas=1:int fullyLabeledReplicas=2:int observedGeneration=3:int readyReplicas=4:int availableReplicas=5:int
          conditions=6:[]ReplicaSetCondition terminatingReplicas=7:int
        RollingUpdateDaemonSet: maxUnavailable=1:intOrString maxSurge=2:intOrString
        RollingUpdateDeployment: maxUnavailable=1:intOrString maxSurge=2:intOrString
        RollingUpdateStatefulSetStrategy: partition=1:int maxUnavailable=2:intOrString
        StatefulSet: metadata=1:ObjectMeta spec=2:StatefulSetSpec status=3:StatefulSetStatus
        StatefulSetCondition: type=1 status=2 lastTransitionTime=3:time reason=4 message=5
        StatefulSetList: metadata=1:ListMeta items=2:[]StatefulSet
        StatefulSetOrdinals: start=1:int
        StatefulSetPersistentVolumeClaimRetentionPolicy: whenDeleted=1 whenScaled=2
        StatefulSetSpec: replicas=1:int selector=2:LabelSelector template=3:PodTemplateSpec volumeClaimTemplates=4:[]PersistentVolumeClaim serviceName=5
          podManagementPolicy=6 updateStrategy=7:StatefulSetUpdateStrategy revisionHistoryLimit=8:int minReadySeconds=9:int
          persistentVolumeClaimRetentionPolicy=10:StatefulSetPersistentVolumeClaimRetentionPolicy ordinals=11:StatefulSetOrdinals
        StatefulSetStatus: observedGeneration=1:int replicas=2:int readyReplicas=3:int currentReplicas=4:int updatedReplicas=5:int currentRevision=6
          updateRevision=7 collisionCount=9:int conditions=10:[]StatefulSetCondition availableReplicas=11:int
        StatefulSetUpdateStrategy: type=1 rollingUpdate=2:RollingUpdateStatefulSetStrategy
        """;
}
