namespace Traceboard.Clusters.Wire;

/// <summary>The kept fields of a pod's spec and status in protobuf.</summary>
internal static class ProtobufPodReader
{
    public static void ReadSpec(ReadOnlySpan<byte> message, ObjectDraft draft)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2:
                    ReadContainer(reader.Bytes(), draft.Pool, out var name, out var image);
                    draft.Pod.AddContainer(name, image);
                    break;
                case 10:
                    draft.Pod.SetNode(reader.Bytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    public static void ReadContainer(ReadOnlySpan<byte> message, StringPool pool, out string name, out string image)
    {
        name = image = "";
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = pool.Get(KeptText.Name(reader.Bytes()));
                    break;
                case 2:
                    image = pool.Get(KeptText.Image(reader.Bytes()));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    public static void ReadStatus(ReadOnlySpan<byte> message, ObjectDraft draft)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    draft.Pod.SetPhase(reader.Bytes());
                    break;
                case 2:
                    ReadCondition(reader.Bytes(), draft.Pod);
                    break;
                case 4:
                    draft.Pod.SetReason(reader.Bytes());
                    break;
                case 8:
                    ReadContainerStatus(reader.Bytes(), draft);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static void ReadCondition(ReadOnlySpan<byte> message, PodDraft pod)
    {
        var isReady = false;
        var isTrue = false;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    isReady = reader.Bytes().SequenceEqual("Ready"u8);
                    break;
                case 2:
                    isTrue = reader.Bytes().SequenceEqual("True"u8);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        if (isReady)
        {
            pod.Ready = isTrue;
        }
    }

    private static void ReadContainerStatus(ReadOnlySpan<byte> message, ObjectDraft draft)
    {
        var status = new PodDraft.Status { Name = "" };
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    status.Name = draft.Pool.Get(KeptText.Name(reader.Bytes()));
                    break;
                case 2:
                    status.Waiting = ReadWaiting(reader.Bytes(), draft.Pool);
                    break;
                case 4:
                    status.Ready = reader.Boolean();
                    break;
                case 5:
                    status.Restarts = reader.Int32();
                    break;
                case 7:
                    status.ImageId = draft.Pool.Get(KeptText.Image(reader.Bytes()));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        draft.Pod.AddStatus(status);
    }

    private static string? ReadWaiting(ReadOnlySpan<byte> message, StringPool pool)
    {
        string? reason = null;
        var state = new ProtobufReader(message);
        while (state.Next())
        {
            if (state.Field != 1)
            {
                state.Skip();
                continue;
            }
            var waiting = new ProtobufReader(state.Bytes());
            while (waiting.Next())
            {
                if (waiting.Field == 1)
                {
                    var text = waiting.Bytes();
                    reason = text.IsEmpty ? null : pool.Get(KeptText.Name(text));
                }
                else
                {
                    waiting.Skip();
                }
            }
        }
        return reason;
    }
}
