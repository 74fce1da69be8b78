namespace Traceboard.Clusters.Wire;

/// <summary>Walks over one object in protobuf and tells its kept fields to a draft.</summary>
internal static class ProtobufObjectReader
{
    public static void Read(ReadOnlySpan<byte> message, ObjectDraft draft)
    {
        draft.Clear();
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    ReadMetadata(reader.Bytes(), draft);
                    break;
                case 2 when draft.Resource is Resource.Pods:
                    ProtobufPodReader.ReadSpec(reader.Bytes(), draft);
                    break;
                case 3 when draft.Resource is Resource.Pods:
                    ProtobufPodReader.ReadStatus(reader.Bytes(), draft);
                    break;
                case 2 when draft.Resource.IsController():
                    ProtobufControllerReader.ReadSpec(reader.Bytes(), draft);
                    break;
                case 3 when draft.Resource.IsController():
                    ProtobufControllerReader.ReadStatus(reader.Bytes(), draft);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    /// <summary>The two halves of a map's entry.</summary>
    public static void ReadEntry(ReadOnlySpan<byte> message, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        key = value = default;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    key = reader.Bytes();
                    break;
                case 2:
                    value = reader.Bytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static void ReadMetadata(ReadOnlySpan<byte> message, ObjectDraft draft)
    {
        var metadata = draft.Metadata;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    metadata.SetName(reader.Bytes());
                    break;
                case 3:
                    metadata.SetNamespace(reader.Bytes());
                    break;
                case 5:
                    metadata.SetUid(reader.Bytes());
                    break;
                case 6:
                    metadata.SetResourceVersion(reader.Bytes());
                    break;
                case 7:
                    metadata.Generation = reader.Int64();
                    break;
                case 8:
                    metadata.CreatedAt = ReadTime(reader.Bytes()) ?? default;
                    break;
                case 9:
                    metadata.DeletedAt = ReadTime(reader.Bytes());
                    break;
                case 11:
                    ReadEntry(reader.Bytes(), out var key, out var value);
                    metadata.AddLabel(key, value);
                    break;
                case 12:
                    ReadEntry(reader.Bytes(), out key, out value);
                    metadata.AddAnnotation(key, value);
                    break;
                case 13:
                    ReadOwner(reader.Bytes(), draft);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static DateTimeOffset? ReadTime(ReadOnlySpan<byte> message)
    {
        var seconds = 0L;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                seconds = reader.Int64();
            }
            else
            {
                reader.Skip();
            }
        }
        return KeptText.Time(seconds);
    }

    private static void ReadOwner(ReadOnlySpan<byte> message, ObjectDraft draft)
    {
        var kind = "";
        var name = "";
        var uid = Guid.Empty;
        var controls = false;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    kind = draft.Pool.Get(KeptText.Name(reader.Bytes()));
                    break;
                case 3:
                    name = draft.Pool.Get(KeptText.Name(reader.Bytes()));
                    break;
                case 4:
                    uid = KeptText.Uid(reader.Bytes());
                    break;
                case 6:
                    controls = reader.Boolean();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        if (controls)
        {
            draft.Metadata.SetController(kind, name, uid);
        }
    }
}
