namespace Traceboard.Clusters.Wire;

/// <summary>Walks over one object in JSON and tells its kept fields to a draft.</summary>
internal static class JsonObjectReader
{
    /// <summary>Reads the object that the cursor stands before. Worth nothing if the cursor is truncated afterwards.</summary>
    /// <exception cref="WireFormatException">The object is of another kind.</exception>
    public static void Read(ref JsonCursor json, ObjectDraft draft)
    {
        draft.Clear();
        if (!json.EnterObject())
        {
            if (json.Truncated)
            {
                return;
            }
            throw new WireFormatException($"A {draft.Resource.Kind()} is null.");
        }
        while (json.NextProperty(out var key))
        {
            if (key.SequenceEqual("metadata"u8))
            {
                ReadMetadata(ref json, draft);
            }
            else if (key.SequenceEqual("spec"u8))
            {
                ReadSpec(ref json, draft);
            }
            else if (key.SequenceEqual("status"u8))
            {
                ReadStatus(ref json, draft);
            }
            else if (key.SequenceEqual("kind"u8))
            {
                // Items of a list have none of their own.
                var kind = json.Text();
                if (!json.Truncated && !kind.IsEmpty && !draft.Resource.IsKind(kind))
                {
                    throw new WireFormatException($"An object of another kind came where a {draft.Resource.Kind()} was asked for.");
                }
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static void ReadSpec(ref JsonCursor json, ObjectDraft draft)
    {
        if (draft.Resource is Resource.Pods)
        {
            JsonPodReader.ReadSpec(ref json, draft);
        }
        else if (draft.Resource.IsController())
        {
            JsonControllerReader.ReadSpec(ref json, draft);
        }
        else
        {
            json.Skip();
        }
    }

    private static void ReadStatus(ref JsonCursor json, ObjectDraft draft)
    {
        if (draft.Resource is Resource.Pods)
        {
            JsonPodReader.ReadStatus(ref json, draft);
        }
        else if (draft.Resource.IsController())
        {
            JsonControllerReader.ReadStatus(ref json, draft);
        }
        else
        {
            json.Skip();
        }
    }

    private static void ReadMetadata(ref JsonCursor json, ObjectDraft draft)
    {
        if (!json.EnterObject())
        {
            return;
        }
        var metadata = draft.Metadata;
        while (json.NextProperty(out var key))
        {
            if (key.SequenceEqual("name"u8))
            {
                metadata.SetName(json.Text());
            }
            else if (key.SequenceEqual("namespace"u8))
            {
                metadata.SetNamespace(json.Text());
            }
            else if (key.SequenceEqual("uid"u8))
            {
                metadata.SetUid(json.Text());
            }
            else if (key.SequenceEqual("resourceVersion"u8))
            {
                metadata.SetResourceVersion(json.Text());
            }
            else if (key.SequenceEqual("generation"u8))
            {
                metadata.Generation = json.Number();
            }
            else if (key.SequenceEqual("creationTimestamp"u8))
            {
                metadata.CreatedAt = Time(ref json) ?? default;
            }
            else if (key.SequenceEqual("deletionTimestamp"u8))
            {
                metadata.DeletedAt = Time(ref json);
            }
            else if (key.SequenceEqual("labels"u8))
            {
                ReadLabels(ref json, metadata);
            }
            else if (key.SequenceEqual("annotations"u8))
            {
                ReadAnnotations(ref json, metadata);
            }
            else if (key.SequenceEqual("ownerReferences"u8))
            {
                ReadOwners(ref json, draft);
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static DateTimeOffset? Time(ref JsonCursor json)
    {
        var text = json.Text();
        return text.IsEmpty ? null : KeptText.Time(text);
    }

    private static void ReadLabels(ref JsonCursor json, MetadataDraft metadata)
    {
        if (!json.EnterObject())
        {
            return;
        }
        while (json.NextProperty(out var key))
        {
            if (metadata.WantsLabel(key))
            {
                metadata.AddLabel(key, json.Text());
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static void ReadAnnotations(ref JsonCursor json, MetadataDraft metadata)
    {
        if (!json.EnterObject())
        {
            return;
        }
        while (json.NextProperty(out var key))
        {
            if (metadata.WantsAnnotation(key))
            {
                metadata.AddAnnotation(key, json.Text());
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static void ReadOwners(ref JsonCursor json, ObjectDraft draft)
    {
        if (!json.EnterArray())
        {
            return;
        }
        while (json.NextElement())
        {
            if (!json.EnterObject())
            {
                continue;
            }
            var kind = "";
            var name = "";
            var uid = Guid.Empty;
            var controls = false;
            while (json.NextProperty(out var key))
            {
                if (key.SequenceEqual("kind"u8))
                {
                    kind = draft.Pool.Get(KeptText.Name(json.Text()));
                }
                else if (key.SequenceEqual("name"u8))
                {
                    name = draft.Pool.Get(KeptText.Name(json.Text()));
                }
                else if (key.SequenceEqual("uid"u8))
                {
                    uid = KeptText.Uid(json.Text());
                }
                else if (key.SequenceEqual("controller"u8))
                {
                    controls = json.Boolean();
                }
                else
                {
                    json.Skip();
                }
            }
            if (controls)
            {
                draft.Metadata.SetController(kind, name, uid);
            }
        }
    }
}
