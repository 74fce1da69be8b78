namespace Traceboard.Clusters.Wire;

/// <summary>The kept fields of a controller's spec and status in protobuf.</summary>
internal static class ProtobufControllerReader
{
    public static void ReadSpec(ReadOnlySpan<byte> message, ObjectDraft draft)
    {
        var (replicas, template) = draft.Resource switch
        {
            Resource.Deployments or Resource.ReplicaSets or Resource.StatefulSets => (1, 3),
            Resource.DaemonSets => (0, 2),
            Resource.Jobs => (0, 6),
            _ => (0, 0),
        };
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == replicas)
            {
                draft.Controller.Replicas = reader.Int32();
            }
            else if (reader.Field == template)
            {
                ReadTemplate(reader.Bytes(), draft);
            }
            else if (reader.Field == 5 && draft.Resource is Resource.CronJobs)
            {
                ReadJobTemplate(reader.Bytes(), draft);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    public static void ReadStatus(ReadOnlySpan<byte> message, ObjectDraft draft)
    {
        if (StatusFields.Of(draft.Resource) is not { } fields)
        {
            return;
        }
        var controller = draft.Controller;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            var field = reader.Field;
            if (field == fields.ObservedGeneration)
            {
                controller.ObservedGeneration = reader.Int64();
            }
            else if (field == fields.Replicas)
            {
                controller.StatusReplicas = reader.Int32();
            }
            else if (field == fields.Updated)
            {
                controller.UpdatedReplicas = reader.Int32();
            }
            else if (field == fields.Ready)
            {
                controller.ReadyReplicas = reader.Int32();
            }
            else if (field == fields.Available)
            {
                controller.AvailableReplicas = reader.Int32();
            }
            else if (field == 7 && draft.Resource is Resource.StatefulSets)
            {
                controller.SetUpdateRevision(reader.Bytes());
            }
            else if (field == 6 && draft.Resource is Resource.Deployments)
            {
                ReadCondition(reader.Bytes(), draft);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ReadJobTemplate(ReadOnlySpan<byte> message, ObjectDraft draft)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field != 2)
            {
                reader.Skip();
                continue;
            }
            var spec = new ProtobufReader(reader.Bytes());
            while (spec.Next())
            {
                if (spec.Field == 6)
                {
                    ReadTemplate(spec.Bytes(), draft);
                }
                else
                {
                    spec.Skip();
                }
            }
        }
    }

    private static void ReadTemplate(ReadOnlySpan<byte> message, ObjectDraft draft)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    ReadTemplateMetadata(reader.Bytes(), draft.Controller.TemplateHash);
                    break;
                case 2:
                    var spec = reader.Bytes();
                    ReadTemplateSpec(spec, draft);
                    draft.Controller.TemplateHash.AddSpec(spec);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static void ReadTemplateSpec(ReadOnlySpan<byte> message, ObjectDraft draft)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == 2)
            {
                ProtobufPodReader.ReadContainer(reader.Bytes(), draft.Pool, out var name, out var image);
                draft.Controller.AddContainer(name, image);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ReadTemplateMetadata(ReadOnlySpan<byte> message, TemplateHash hash)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 11:
                    ProtobufObjectReader.ReadEntry(reader.Bytes(), out var key, out var value);
                    hash.AddLabel(key, value);
                    break;
                case 12:
                    ProtobufObjectReader.ReadEntry(reader.Bytes(), out key, out value);
                    hash.AddAnnotation(key, value);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static void ReadCondition(ReadOnlySpan<byte> message, ObjectDraft draft)
    {
        var isProgressing = false;
        var isFalse = false;
        var reason = "";
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    isProgressing = reader.Bytes().SequenceEqual("Progressing"u8);
                    break;
                case 2:
                    isFalse = reader.Bytes().SequenceEqual("False"u8);
                    break;
                case 4:
                    reason = draft.Pool.Get(KeptText.Name(reader.Bytes()));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        if (isProgressing)
        {
            draft.Controller.SetProgressing(reason, isFalse);
        }
    }

    /// <summary>Field numbers of the counts in a controller's status.</summary>
    private sealed record StatusFields(int ObservedGeneration, int Replicas, int Updated, int Ready, int Available)
    {
        private static readonly StatusFields Deployment = new(1, 2, 3, 7, 4);
        private static readonly StatusFields ReplicaSet = new(3, 1, 0, 4, 5);
        private static readonly StatusFields StatefulSet = new(1, 2, 5, 3, 11);
        private static readonly StatusFields DaemonSet = new(5, 3, 6, 4, 7);

        public static StatusFields? Of(Resource resource) => resource switch
        {
            Resource.Deployments => Deployment,
            Resource.ReplicaSets => ReplicaSet,
            Resource.StatefulSets => StatefulSet,
            Resource.DaemonSets => DaemonSet,
            _ => null,
        };
    }
}
