using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>
/// What changed between two states, as P1, A1 and newer printers tell it: objects member by member, arrays as a whole; of AMS units those
/// that changed with their changed trays, and the others whole, because a unit that is missing in the list is unplugged.
/// </summary>
internal static class ReportDelta
{
    public static JsonObject Between(JsonObject before, JsonObject after)
    {
        JsonObject delta = [];
        foreach ((string name, JsonNode? value) in after)
        {
            if (!JsonNode.DeepEquals(before[name], value))
            {
                delta[name] = OfMember(name, before[name], value);
            }
        }
        return delta;
    }

    /// <summary>What is said of one member that changed.</summary>
    public static JsonNode? OfMember(string name, JsonNode? before, JsonNode? after) => (name, before, after) switch
    {
        (_, JsonObject was, JsonObject now) => Between(was, now),
        ("ams", JsonArray was, JsonArray now) => ById(was, now, all: true),
        ("tray", JsonArray was, JsonArray now) => ById(was, now, all: false),
        _ => after?.DeepClone(),
    };

    private static JsonArray ById(JsonArray before, JsonArray after, bool all)
    {
        JsonArray delta = [];
        foreach (JsonObject item in after.OfType<JsonObject>())
        {
            JsonObject? old = before.OfType<JsonObject>().FirstOrDefault(known => JsonNode.DeepEquals(known["id"], item["id"]));
            bool same = JsonNode.DeepEquals(old, item);
            if (!same || all)
            {
                JsonObject told = old is null || same ? (JsonObject)item.DeepClone() : Between(old, item);
                told["id"] = item["id"]?.DeepClone();
                delta.Add(told);
            }
        }
        return delta;
    }
}
