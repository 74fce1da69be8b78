namespace Traceboard.Clusters.Wire;

/// <summary>The kept fields of a controller's spec and status in JSON.</summary>
internal static class JsonControllerReader
{
    public static void ReadSpec(ref JsonCursor json, ObjectDraft draft)
    {
        if (!json.EnterObject())
        {
            return;
        }
        while (json.NextProperty(out var key))
        {
            if (key.SequenceEqual("replicas"u8) && draft.Resource.HasReplicas())
            {
                draft.Controller.Replicas = json.Int32();
            }
            else if (key.SequenceEqual("template"u8))
            {
                ReadTemplate(ref json, draft);
            }
            else if (key.SequenceEqual("jobTemplate"u8) && draft.Resource is Resource.CronJobs)
            {
                ReadJobTemplate(ref json, draft);
            }
            else
            {
                json.Skip();
            }
        }
    }

    public static void ReadStatus(ref JsonCursor json, ObjectDraft draft)
    {
        if (!json.EnterObject())
        {
            return;
        }
        var controller = draft.Controller;
        while (json.NextProperty(out var key))
        {
            if (key.SequenceEqual("observedGeneration"u8))
            {
                controller.ObservedGeneration = json.Number();
            }
            else if (key.SequenceEqual("replicas"u8) || key.SequenceEqual("desiredNumberScheduled"u8))
            {
                controller.StatusReplicas = json.Int32();
            }
            else if (key.SequenceEqual("updatedReplicas"u8) || key.SequenceEqual("updatedNumberScheduled"u8))
            {
                controller.UpdatedReplicas = json.Int32();
            }
            else if (key.SequenceEqual("readyReplicas"u8) || key.SequenceEqual("numberReady"u8))
            {
                controller.ReadyReplicas = json.Int32();
            }
            else if (key.SequenceEqual("availableReplicas"u8) || key.SequenceEqual("numberAvailable"u8))
            {
                controller.AvailableReplicas = json.Int32();
            }
            else if (key.SequenceEqual("updateRevision"u8))
            {
                controller.SetUpdateRevision(json.Text());
            }
            else if (key.SequenceEqual("conditions"u8) && draft.Resource is Resource.Deployments)
            {
                ReadConditions(ref json, draft);
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static void ReadJobTemplate(ref JsonCursor json, ObjectDraft draft)
    {
        if (!json.EnterObject())
        {
            return;
        }
        while (json.NextProperty(out var key))
        {
            if (!key.SequenceEqual("spec"u8))
            {
                json.Skip();
            }
            else if (json.EnterObject())
            {
                while (json.NextProperty(out var inner))
                {
                    if (inner.SequenceEqual("template"u8))
                    {
                        ReadTemplate(ref json, draft);
                    }
                    else
                    {
                        json.Skip();
                    }
                }
            }
        }
    }

    private static void ReadTemplate(ref JsonCursor json, ObjectDraft draft)
    {
        if (!json.EnterObject())
        {
            return;
        }
        while (json.NextProperty(out var key))
        {
            if (key.SequenceEqual("metadata"u8))
            {
                ReadTemplateMetadata(ref json, draft.Controller.TemplateHash);
            }
            else if (key.SequenceEqual("spec"u8))
            {
                var start = json.Position;
                ReadTemplateSpec(ref json, draft);
                draft.Controller.TemplateHash.AddSpec(json.Since(start));
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static void ReadTemplateSpec(ref JsonCursor json, ObjectDraft draft)
    {
        if (!json.EnterObject())
        {
            return;
        }
        while (json.NextProperty(out var key))
        {
            if (key.SequenceEqual("containers"u8))
            {
                JsonPodReader.ReadContainers(ref json, draft.Pool, draft.Controller.AddContainer);
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static void ReadTemplateMetadata(ref JsonCursor json, TemplateHash hash)
    {
        if (!json.EnterObject())
        {
            return;
        }
        while (json.NextProperty(out var key))
        {
            var labels = key.SequenceEqual("labels"u8);
            if (!labels && !key.SequenceEqual("annotations"u8))
            {
                json.Skip();
            }
            else if (json.EnterObject())
            {
                while (json.NextProperty(out var name))
                {
                    if (labels)
                    {
                        hash.AddLabel(name, json.Skip());
                    }
                    else
                    {
                        hash.AddAnnotation(name, json.Skip());
                    }
                }
            }
        }
    }

    private static void ReadConditions(ref JsonCursor json, ObjectDraft draft)
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
            var isProgressing = false;
            var isFalse = false;
            var reason = "";
            while (json.NextProperty(out var key))
            {
                if (key.SequenceEqual("type"u8))
                {
                    isProgressing = json.Text().SequenceEqual("Progressing"u8);
                }
                else if (key.SequenceEqual("status"u8))
                {
                    isFalse = json.Text().SequenceEqual("False"u8);
                }
                else if (key.SequenceEqual("reason"u8))
                {
                    reason = draft.Pool.Get(KeptText.Name(json.Text()));
                }
                else
                {
                    json.Skip();
                }
            }
            if (isProgressing)
            {
                draft.Controller.SetProgressing(reason, isFalse);
            }
        }
    }
}
