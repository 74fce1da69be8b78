namespace Traceboard.Simulation.Kubernetes.Encoding;

/// <summary>Field numbers of <c>k8s.io/apimachinery/pkg/apis/meta/v1</c> (its generated.proto), in the notation of <see cref="MessageTable"/>.</summary>
internal static class MetaMessages
{
    public const string Table = """
        LabelSelector: matchLabels=1:{} matchExpressions=2:[]LabelSelectorRequirement
        LabelSelectorRequirement: key=1 operator=2 values=3:[]
        ListMeta: selfLink=1 resourceVersion=2 continue=3 remainingItemCount=4:int shardInfo=5:ShardInfo
        ManagedFieldsEntry: manager=1 operation=2 apiVersion=3 time=4:time fieldsType=6 fieldsV1=7:fieldsV1 subresource=8
        ObjectMeta: name=1 generateName=2 namespace=3 selfLink=4 uid=5 resourceVersion=6 generation=7:int creationTimestamp=8:time deletionTimestamp=9:time
          deletionGracePeriodSeconds=10:int labels=11:{} annotations=12:{} ownerReferences=13:[]OwnerReference finalizers=14:[]
          managedFields=17:[]ManagedFieldsEntry
        OwnerReference: kind=1 name=3 uid=4 apiVersion=5 controller=6:bool blockOwnerDeletion=7:bool
        ShardInfo: selector=1
        Status: metadata=1:ListMeta status=2 message=3 reason=4 details=5:StatusDetails code=6:int
        StatusCause: reason=1 message=2 field=3
        StatusDetails: name=1 group=2 kind=3 causes=4:[]StatusCause retryAfterSeconds=5:int uid=6
        """;
}
