namespace Traceboard.Clusters.Wire;

/// <summary>Reads a list in JSON piece by piece, as its bytes come, holding one item at a time.</summary>
internal sealed class JsonListReader(ObjectDraft draft, Action<KubernetesObject> onItem)
{
    private enum Place
    {
        Start,
        List,
        Items,
        End,
    }

    private Place _place;
    private bool _afterValue;
    private bool _isList;
    private string _version = "";
    private string _continue = "";

    /// <summary>What the whole list says of itself.</summary>
    /// <exception cref="WireFormatException">The list is not whole, or none of those that were asked for.</exception>
    public ListMetadata Metadata => _place is Place.End
        ? ListAnswer.Metadata(draft.Resource, _isList, _version, _continue)
        : throw new WireFormatException("The list is cut off.");

    /// <summary>Reads what is whole, and tells how many bytes that was.</summary>
    public int Read(ReadOnlySpan<byte> bytes)
    {
        var json = new JsonCursor(bytes, _afterValue);
        var whole = 0;
        while (_place is not Place.End && ReadNext(ref json))
        {
            whole = json.Position;
            _afterValue = json.AfterValue;
        }
        if (_place is Place.End)
        {
            whole = bytes.Length;
            if (json.SkipWhiteSpace() != 0)
            {
                throw new WireFormatException("Something follows the list.");
            }
        }
        return whole;
    }

    private bool ReadNext(ref JsonCursor json)
    {
        switch (_place)
        {
            case Place.Start:
                if (json.EnterObject())
                {
                    _place = Place.List;
                }
                else if (!json.Truncated)
                {
                    throw new WireFormatException($"The answer is no {draft.Resource.Kind()}List.");
                }
                break;
            case Place.List:
                if (json.NextProperty(out var key))
                {
                    ReadProperty(ref json, key);
                }
                else if (!json.Truncated)
                {
                    _place = Place.End;
                }
                break;
            default:
                if (json.NextElement())
                {
                    JsonObjectReader.Read(ref json, draft);
                    if (!json.Truncated)
                    {
                        onItem(draft.Build());
                    }
                }
                else if (!json.Truncated)
                {
                    _place = Place.List;
                }
                break;
        }
        return !json.Truncated;
    }

    private void ReadProperty(ref JsonCursor json, ReadOnlySpan<byte> key)
    {
        if (key.SequenceEqual("items"u8))
        {
            if (json.EnterArray())
            {
                _place = Place.Items;
            }
        }
        else if (key.SequenceEqual("metadata"u8))
        {
            ReadMetadata(ref json);
        }
        else if (key.SequenceEqual("kind"u8))
        {
            var kind = json.Text();
            if (!json.Truncated)
            {
                _isList = draft.Resource.IsListKind(kind) ? true : throw new WireFormatException($"The answer is no {draft.Resource.Kind()}List.");
            }
        }
        else
        {
            json.Skip();
        }
    }

    private void ReadMetadata(ref JsonCursor json)
    {
        if (!json.EnterObject())
        {
            return;
        }
        while (json.NextProperty(out var key))
        {
            if (key.SequenceEqual("resourceVersion"u8))
            {
                _version = StringPool.Decode(KeptText.Name(json.Text()));
            }
            else if (key.SequenceEqual("continue"u8))
            {
                _continue = StringPool.Decode(KeptText.Name(json.Text()));
            }
            else
            {
                json.Skip();
            }
        }
    }
}
