namespace Traceboard.Clusters.Wire;

/// <summary>Reads a list in protobuf piece by piece, as its bytes come, holding one item at a time.</summary>
internal sealed class ProtobufListReader(ObjectDraft draft, Action<KubernetesObject> onItem)
{
    private bool _started;
    private bool _isList;
    private bool _hasItems;
    private long _left;
    private string _version = "";
    private string _continue = "";

    /// <summary>Unread bytes that are needed to go on.</summary>
    public int Needed { get; private set; } = ProtobufEnvelope.Magic.Length;

    /// <summary>What the list says of itself once the body has ended with <paramref name="unread"/> bytes left over.</summary>
    /// <exception cref="WireFormatException">The list is not whole, or none of those that were asked for.</exception>
    public ListMetadata End(int unread) => _hasItems && _left == 0 && unread == 0
        ? ListAnswer.Metadata(draft.Resource, _isList, _version, _continue)
        : throw new WireFormatException("The list is cut off.");

    /// <summary>Reads what is whole, and tells how many bytes that was.</summary>
    public int Read(ReadOnlySpan<byte> bytes)
    {
        var whole = 0;
        if (!_started)
        {
            if (!bytes.StartsWith(ProtobufEnvelope.Magic))
            {
                throw ProtobufEnvelope.NoMagic();
            }
            _started = true;
            whole = ProtobufEnvelope.Magic.Length;
        }
        while (ReadNext(bytes[whole..], out var read))
        {
            whole += read;
        }
        return whole;
    }

    private bool ReadNext(ReadOnlySpan<byte> bytes, out int read)
    {
        read = 0;
        if (!ProtobufHeader.TryRead(bytes, out var header))
        {
            Needed = bytes.Length + 1;
            return false;
        }
        if (_left == 0 && header is { Field: ProtobufEnvelope.Raw, Type: ProtobufHeader.Bytes })
        {
            // The list itself, which is never held whole.
            _left = header.Body;
            _hasItems = true;
            read = header.Size;
            return true;
        }
        if (header.Total > WireLimits.Object)
        {
            throw new WireFormatException($"An object is larger than {WireLimits.Object >> 20} MiB.");
        }
        if (header.Total > bytes.Length)
        {
            Needed = (int)header.Total;
            return false;
        }
        read = (int)header.Total;
        if (_left == 0)
        {
            ReadEnvelope(header.Field, bytes[header.Size..read]);
            return true;
        }
        _left -= read;
        if (_left < 0)
        {
            throw new WireFormatException("An item reaches beyond its list.");
        }
        ReadField(header, bytes[header.Size..read]);
        return true;
    }

    private void ReadEnvelope(int field, ReadOnlySpan<byte> body)
    {
        if (field == ProtobufEnvelope.TypeMeta)
        {
            _isList = draft.Resource.IsListKind(ProtobufEnvelope.Kind(body))
                ? true
                : throw new WireFormatException($"The answer is no {draft.Resource.Kind()}List.");
        }
        else if (field == ProtobufEnvelope.ContentEncoding)
        {
            ProtobufEnvelope.RefuseEncoding(body);
        }
    }

    private void ReadField(ProtobufHeader header, ReadOnlySpan<byte> body)
    {
        if (header is { Field: 1, Type: ProtobufHeader.Bytes })
        {
            var metadata = new ProtobufReader(body);
            while (metadata.Next())
            {
                switch (metadata.Field)
                {
                    case 2:
                        _version = StringPool.Decode(KeptText.Name(metadata.Bytes()));
                        break;
                    case 3:
                        _continue = StringPool.Decode(KeptText.Name(metadata.Bytes()));
                        break;
                    default:
                        metadata.Skip();
                        break;
                }
            }
        }
        else if (header is { Field: 2, Type: ProtobufHeader.Bytes })
        {
            ProtobufObjectReader.Read(body, draft);
            onItem(draft.Build());
        }
        else if (header.Field is 1 or 2)
        {
            throw new WireFormatException("A list in protobuf has items of another type.");
        }
    }
}
