using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Traceboard.History.Model;

internal sealed class ClusterConfiguration :
    IEntityTypeConfiguration<ClusterRow>, IEntityTypeConfiguration<ResumePointRow>, IEntityTypeConfiguration<GapRow>
{
    public void Configure(EntityTypeBuilder<ClusterRow> builder)
    {
        builder.ToTable("Clusters");
        builder.HasIndex(cluster => cluster.Uid).IsUnique();
        builder.HasMany(cluster => cluster.ResumePoints).WithOne().HasForeignKey(point => point.ClusterId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ResumePointRow> builder)
    {
        builder.ToTable("ResumePoints");
        builder.HasKey(point => new { point.ClusterId, point.Resource });
    }

    public void Configure(EntityTypeBuilder<GapRow> builder)
    {
        builder.ToTable("Gaps");
        builder.HasOne<ClusterRow>().WithMany().HasForeignKey(gap => gap.ClusterId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(gap => new { gap.ClusterId, gap.From }).IsUnique();
    }
}
