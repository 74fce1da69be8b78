namespace Traceboard.Clusters.Wire;

/// <summary>The kept fields of a pod's spec and status in JSON.</summary>
internal static class JsonPodReader
{
    public static void ReadSpec(ref JsonCursor json, ObjectDraft draft)
    {
        if (!json.EnterObject())
        {
            return;
        }
        while (json.NextProperty(out var key))
        {
            if (key.SequenceEqual("nodeName"u8))
            {
                draft.Pod.SetNode(json.Text());
            }
            else if (key.SequenceEqual("containers"u8))
            {
                ReadContainers(ref json, draft.Pool, draft.Pod.AddContainer);
            }
            else
            {
                json.Skip();
            }
        }
    }

    public static void ReadContainers(ref JsonCursor json, StringPool pool, Action<string, string> add)
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
            var name = "";
            var image = "";
            while (json.NextProperty(out var key))
            {
                if (key.SequenceEqual("name"u8))
                {
                    name = pool.Get(KeptText.Name(json.Text()));
                }
                else if (key.SequenceEqual("image"u8))
                {
                    image = pool.Get(KeptText.Image(json.Text()));
                }
                else
                {
                    json.Skip();
                }
            }
            add(name, image);
        }
    }

    public static void ReadStatus(ref JsonCursor json, ObjectDraft draft)
    {
        if (!json.EnterObject())
        {
            return;
        }
        while (json.NextProperty(out var key))
        {
            if (key.SequenceEqual("phase"u8))
            {
                draft.Pod.SetPhase(json.Text());
            }
            else if (key.SequenceEqual("reason"u8))
            {
                draft.Pod.SetReason(json.Text());
            }
            else if (key.SequenceEqual("conditions"u8))
            {
                ReadConditions(ref json, draft.Pod);
            }
            else if (key.SequenceEqual("containerStatuses"u8))
            {
                ReadStatuses(ref json, draft);
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static void ReadConditions(ref JsonCursor json, PodDraft pod)
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
            var isReady = false;
            var isTrue = false;
            while (json.NextProperty(out var key))
            {
                if (key.SequenceEqual("type"u8))
                {
                    isReady = json.Text().SequenceEqual("Ready"u8);
                }
                else if (key.SequenceEqual("status"u8))
                {
                    isTrue = json.Text().SequenceEqual("True"u8);
                }
                else
                {
                    json.Skip();
                }
            }
            if (isReady)
            {
                pod.Ready = isTrue;
            }
        }
    }

    private static void ReadStatuses(ref JsonCursor json, ObjectDraft draft)
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
            var status = new PodDraft.Status { Name = "" };
            while (json.NextProperty(out var key))
            {
                if (key.SequenceEqual("name"u8))
                {
                    status.Name = draft.Pool.Get(KeptText.Name(json.Text()));
                }
                else if (key.SequenceEqual("imageID"u8))
                {
                    status.ImageId = draft.Pool.Get(KeptText.Image(json.Text()));
                }
                else if (key.SequenceEqual("ready"u8))
                {
                    status.Ready = json.Boolean();
                }
                else if (key.SequenceEqual("restartCount"u8))
                {
                    status.Restarts = json.Int32();
                }
                else if (key.SequenceEqual("state"u8))
                {
                    status.Waiting = ReadWaiting(ref json, draft.Pool);
                }
                else
                {
                    json.Skip();
                }
            }
            draft.Pod.AddStatus(status);
        }
    }

    private static string? ReadWaiting(ref JsonCursor json, StringPool pool)
    {
        string? reason = null;
        if (!json.EnterObject())
        {
            return reason;
        }
        while (json.NextProperty(out var key))
        {
            if (!key.SequenceEqual("waiting"u8))
            {
                json.Skip();
            }
            else if (json.EnterObject())
            {
                while (json.NextProperty(out var inner))
                {
                    if (inner.SequenceEqual("reason"u8))
                    {
                        var text = json.Text();
                        reason = text.IsEmpty ? null : pool.Get(KeptText.Name(text));
                    }
                    else
                    {
                        json.Skip();
                    }
                }
            }
        }
        return reason;
    }
}
