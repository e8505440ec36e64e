namespace BambuCloud.Client.Reports;

/// <summary>How AMS units and their trays are numbered (mqtt.md, <i>AMS</i>).</summary>
internal static class AmsNumbers
{
    /// <summary>AMS HT units have this number and those behind it.</summary>
    public const int FirstHt = 128;

    /// <summary>The number of the unit of an A2L.</summary>
    public const int A2LUnit = 16;

    /// <summary>How many trays a unit has that is no AMS HT.</summary>
    public const int TraysInUnit = 4;

    /// <summary>Where a unit stands in a list; -1 where it does not.</summary>
    public static int PlaceOf(IReadOnlyList<BambuAms> units, int id)
    {
        for (int index = 0; index < units.Count; index++)
        {
            if (units[index].AmsId == id)
            {
                return index;
            }
        }
        return -1;
    }
}
